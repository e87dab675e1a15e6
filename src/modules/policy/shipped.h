#pragma once
// The rule files under policy/, compiled into the program.

#include <span>
#include <string_view>

namespace yilin::policies {

struct Shipped {
  std::string_view name;  // "国家/标准.txt"
  std::string_view text;
};
std::span<const Shipped> shipped();

}  // namespace yilin::policies
