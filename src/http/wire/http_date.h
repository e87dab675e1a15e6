#pragma once
// Dates of HTTP (RFC 9110 5.6.7, IMF-fixdate): "Sun, 06 Nov 1994 08:49:37 GMT".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yilin::http {

std::string http_date(std::int64_t unix_seconds);
std::optional<std::int64_t> parse_http_date(std::string_view text);  // IMF-fixdate only: the obsolete forms are ignored

}  // namespace yilin::http
