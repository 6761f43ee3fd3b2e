#pragma once

#if !defined(__wasm__) || defined(_REENTRANT)
#include <mutex>
#endif

namespace assay {

/// Runs one action at a time: other threads wait.
class Lock {
 public:
  template <class Action>
  auto run(Action action) {
#if !defined(__wasm__) || defined(_REENTRANT)
    const std::scoped_lock held(mutex_);
#endif
    return action();
  }

 private:
#if !defined(__wasm__) || defined(_REENTRANT)
  std::mutex mutex_;
#endif
};

}  // namespace assay
