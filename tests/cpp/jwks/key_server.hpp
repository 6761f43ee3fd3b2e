#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace assay::test {

/// What a KeyServer does with one request.
struct Reply {
  std::string bytes{};            ///< the whole response, as it goes over the wire
  std::string then{};             ///< further bytes, while `repeat` says so
  int repeat = 0;                 ///< how often `then` is sent
  bool hold = false;              ///< keeps the connection open and silent afterwards
  bool wait_for_release = false;  ///< answers only after KeyServer::release()
};

/// A response with that status, body and further header lines (each with its CRLF).
[[nodiscard]] Reply reply(int status, std::string_view body, std::string_view fields = {});

/// An HTTP server on loopback that answers as it is told, also in ways that no HTTP library can.
/// One thread per connection; each connection is for one request.
class KeyServer {
 public:
  /// @param request the request's whole header
  using Handler = std::function<Reply(const std::string& request)>;

  explicit KeyServer(Handler handler);
  ~KeyServer();
  KeyServer(const KeyServer&) = delete;
  KeyServer& operator=(const KeyServer&) = delete;

  /// Answers the requests from now on.
  void answer(Handler handler);
  /// Lets those that wait_for_release go on, now and later.
  void release();
  [[nodiscard]] std::string url(std::string_view path = "/jwks") const;
  [[nodiscard]] int requests() const;
  [[nodiscard]] std::string last_request() const;
  /// Waits until it has been asked that often.
  void wait_for_requests(int count) const;

 private:
  void accept_all();
  void serve(int connection);

  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Handler handler_;
  std::vector<std::string> seen_;
  bool released_ = false;
  bool closing_ = false;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace assay::test
