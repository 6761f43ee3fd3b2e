#pragma once

#if !defined(__wasm__) || defined(_REENTRANT)
#include <mutex>
#endif

namespace assay {

/// Runs an action until it succeeds, and then never again: one thread runs it, the others wait.
class Once {
 public:
  /// @param action bool(): whether it succeeded. Where it throws, it did not
  /// @return whether it has succeeded, now or before
  template <class Action>
  bool run(Action action) {
#if !defined(__wasm__) || defined(_REENTRANT)
    struct NotYet {};  // std::call_once() counts an action that throws as not run
    try {
      std::call_once(flag_, [&] {
        if (!action()) throw NotYet();
      });
    } catch (const NotYet&) {
      return false;
    }
    return true;
#else
    if (!done_) done_ = action();  // enough in a module without threads
    return done_;
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
