#include <liboath/oath.h>

#include <algorithm>
#include <cstdlib>

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr unsigned kDigits = 6;
constexpr std::size_t kSecretBytes = 20;  // RFC 4226 4: at least 128 bits, 160 recommended
constexpr std::size_t kSecretTextMax = 128;

// Empty when the text is no base32.
Bytes decode(std::string_view base32) {
  char* raw = nullptr;
  std::size_t size = 0;
  if (base32.size() > kSecretTextMax || oath_base32_decode(base32.data(), base32.size(), &raw, &size) != OATH_OK) return {};
  Bytes out(raw, raw + size);
  wipe({reinterpret_cast<std::uint8_t*>(raw), size});
  std::free(raw);
  return out;
}

std::string code_at(const Bytes& secret, std::int64_t step) {
  char out[kDigits + 1] = {};
  YILIN_ASSERT(oath_hotp_generate(reinterpret_cast<const char*>(secret.data()), secret.size(),
                                  static_cast<std::uint64_t>(step), kDigits, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                                  out) == OATH_OK);
  return out;
}

}  // namespace

std::string totp_secret() {
  Bytes raw(kSecretBytes);
  secure_random(raw);
  char* text = nullptr;
  std::size_t size = 0;
  YILIN_ASSERT(oath_base32_encode(reinterpret_cast<const char*>(raw.data()), raw.size(), &text, &size) == OATH_OK);
  std::string out(text, size);
  wipe({reinterpret_cast<std::uint8_t*>(text), size});
  std::free(text);
  wipe(raw);
  return out;
}

std::int64_t totp_match(std::string_view base32_secret, std::string_view code, std::int64_t unix_seconds) {
  Bytes secret = decode(base32_secret);
  if (secret.empty() || code.size() != kDigits) return 0;
  const std::int64_t now = unix_seconds / kStepSeconds;
  std::int64_t matched = 0;
  for (std::int64_t step = std::max<std::int64_t>(now - 1, 1); step <= now + 1; ++step) {
    if (equal_constant_time(code_at(secret, step), code)) matched = step;
  }
  wipe(secret);
  return matched;
}

std::string totp_code(std::string_view base32_secret, std::int64_t unix_seconds) {
  Bytes secret = decode(base32_secret);
  YILIN_ASSERT(!secret.empty());
  std::string code = code_at(secret, unix_seconds / kStepSeconds);
  wipe(secret);
  return code;
}

}  // namespace yilin::sealing
