#pragma once
// The request target (RFC 9112 3.2.1, origin form) as path and query. What a proxy and we might read differently is refused
// rather than repaired: ".." and "." segments, empty segments, encoded slashes, backslashes, control characters, bad percent
// escapes, overlong or broken UTF-8.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yilin::http {

inline constexpr std::size_t kPathBytesMax = 2'048;
inline constexpr std::size_t kQueryParametersMax = 100;

struct Target {
  std::string path;                                        // decoded, starts with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order; '+' is a space
};

std::optional<Target> parse_target(std::string_view raw);
std::string percent_encode(std::string_view text);                  // all but RFC 3986's unreserved characters
std::optional<std::string> percent_decode(std::string_view text);  // nothing on a bad escape

}  // namespace yilin::http
