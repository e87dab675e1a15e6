#include "modules/accounts/device.h"

#include <fmt/format.h>

namespace yilin::accounts {
namespace {

std::string mac_of(Kernel& kernel, UserId account, std::string_view token) {
  const sealing::Digest mac = sealing::hmac_sm3(kernel.keys->derive("device"), fmt::format("{}|{}", account.value, token));
  std::string out;
  for (const std::uint8_t byte : mac) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

}  // namespace

std::string issue_device(Kernel& kernel, UserId account) {
  const std::string token = sealing::random_token(16);
  return token + "." + mac_of(kernel, account, token);
}

std::string known_device(Kernel& kernel, const http::Request& request, UserId account) {
  const std::string_view cookie = request.cookie(kDeviceCookie);
  const std::size_t dot = cookie.find('.');
  if (dot == std::string_view::npos || cookie.size() > 200) return {};
  const std::string_view token = cookie.substr(0, dot);
  return sealing::equal_constant_time(cookie.substr(dot + 1), mac_of(kernel, account, token)) ? std::string(token) : std::string();
}

}  // namespace yilin::accounts
