// In place of embind's library (-lembind), which at each start registers all types of C++ with
// JavaScript and keeps what to run again in other threads: js/core/embind.js needs neither.
#include <emscripten/bind.h>

extern "C" void _embind_register_bindings(  // NOLINT(bugprone-reserved-identifier): embind's name
    emscripten::internal::InitFunc* /*function*/) {}
