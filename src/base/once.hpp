#pragma once

#if !defined(__wasm__) || defined(_REENTRANT)
#include <mutex>
#endif

namespace assay {

/// Has an action done once, whichever of several threads comes first; the others wait for it. What
/// the action throws leaves it undone.
class Once {
 public:
  template <class Action>
  void run(Action action) {
#if !defined(__wasm__) || defined(_REENTRANT)
    std::call_once(flag_, action);
#else
    if (done_) return;  // a module without threads needs no more
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
