#include "jwks/key_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace assay::test {
namespace {

void send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the client has had enough
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string receive_header(int connection) {
  std::string header;
  std::array<char, 4096> buffer{};
  while (header.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    header.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return header;
}

}  // namespace

Reply reply(int status, std::string_view body, std::string_view fields) {
  Reply made;
  made.bytes = "HTTP/1.1 " + std::to_string(status) + " Whatever\r\nConnection: close\r\n" +
               "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(fields) +
               "\r\n" + std::string(body);
  return made;
}

KeyServer::KeyServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(listener_, any, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, any, &size) != 0) {
    ADD_FAILURE() << "no port of 127.0.0.1 can be had";
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

KeyServer::~KeyServer() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = released_ = true;
  }
  changed_.notify_all();
  shutdown(listener_, SHUT_RDWR);  // ends accept()
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  close(listener_);
}

void KeyServer::answer(Handler handler) {
  const std::scoped_lock lock(mutex_);
  handler_ = std::move(handler);
}

void KeyServer::release() {
  const std::scoped_lock lock(mutex_);
  released_ = true;
  changed_.notify_all();
}

std::string KeyServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

int KeyServer::requests() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<int>(seen_.size());
}

std::string KeyServer::last_request() const {
  const std::scoped_lock lock(mutex_);
  return seen_.empty() ? "" : seen_.back();
}

void KeyServer::wait_for_requests(int count) const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return static_cast<int>(seen_.size()) >= count; });
}

void KeyServer::accept_all() {
  for (;;) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    connections_.emplace_back([this, connection] { serve(connection); });
  }
}

void KeyServer::serve(int connection) {
  const std::string request = receive_header(connection);
  Reply made;
  {
    std::unique_lock lock(mutex_);
    seen_.push_back(request);
    changed_.notify_all();
    made = handler_(request);
    if (made.wait_for_release) changed_.wait(lock, [this] { return released_; });
  }
  send_all(connection, made.bytes);
  for (int i = 0; i < made.repeat; ++i) send_all(connection, made.then);
  if (made.hold) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closing_; });
  }
  shutdown(connection, SHUT_RDWR);
  close(connection);
}

}  // namespace assay::test
