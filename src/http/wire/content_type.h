#pragma once

#include <string_view>

namespace yilin::http {

// By the ending of a file's name; "application/octet-stream" when unknown.
std::string_view content_type_of(std::string_view path);

}  // namespace yilin::http
