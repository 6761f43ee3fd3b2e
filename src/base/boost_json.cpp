// The part of Boost.JSON outside its headers, compiled once. The core only uses its error codes;
// the linker drops the rest.

// In place of Boost's own detail/impl/except.ipp, whose system_error writes its text with snprintf:
// 12 kB of the module, for a text that nobody reads.
#define BOOST_JSON_DETAIL_IMPL_EXCEPT_IPP
#include <boost/json/src.hpp>
#include <stdexcept>

namespace boost::json::detail {

void throw_system_error(const system::error_code& ec, const source_location& /*loc*/) {
  throw std::runtime_error(ec.message());
}

void throw_system_error(error e, const source_location* /*loc*/) {
  throw std::runtime_error(system::error_code(e).message());
}

}  // namespace boost::json::detail
