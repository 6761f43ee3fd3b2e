// In place of embind's library (-lembind), which at each start registers all types of C++ with
// JavaScript and keeps what to run again in other threads: js/core/embind.js needs neither.

/// What <emscripten/bind.h> calls for each EMSCRIPTEN_BINDINGS, which has already run.
// NOLINTNEXTLINE(bugprone-reserved-identifier): embind's name
extern "C" void _embind_register_bindings(void* /*bindings*/) {}
