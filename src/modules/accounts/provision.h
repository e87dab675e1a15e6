#pragma once
#include <string>
#include <string_view>

namespace yilin::accounts {
// 16 characters of four kinds without look-alikes, good by rules::check_password; from the secure generator.
std::string one_time_password(std::string_view username);
}  // namespace yilin::accounts
