// What Boost.JSON keeps out of its headers, compiled once. Only its error codes are used; the
// linker drops the rest.
#include <boost/json/src.hpp>
