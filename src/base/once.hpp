#pragma once

#if !defined(__wasm__) || defined(_REENTRANT)
#include <mutex>
#endif

namespace assay {

/// Runs an action once: the first of several threads runs it, the others wait. An action that
/// throws counts as not run.
class Once {
 public:
  template <class Action>
  void run(Action action) {
#if !defined(__wasm__) || defined(_REENTRANT)
    std::call_once(flag_, action);
#else
    if (done_) return;  // enough in a module without threads
    action();
    done_ = true;
#endif
  }

 private:
#if !defined(__wasm__) || defined(_REENTRANT)
  std::once_flag flag_;
#else
  bool done_ = false;
#endif
};

}  // namespace assay
