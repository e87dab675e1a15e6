#pragma once
// Known devices (OWASP "device cookie"): a browser in which an account has signed in before keeps its own count of
// failures. Whoever locks the account by guessing from elsewhere cannot keep its owner out at her own desk.

#include <string>

#include "http/router.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

inline constexpr std::string_view kDeviceCookie = "yilin_device";
inline constexpr std::int64_t kDeviceSeconds = 180 * 86'400;

// A new cookie value: "<token>.<mac over account and token>".
std::string issue_device(Kernel& kernel, UserId account);
// The token, when the request carries a cookie issued for this account; "" otherwise.
std::string known_device(Kernel& kernel, const http::Request& request, UserId account);

}  // namespace yilin::accounts
