#pragma once
// Sealing of secrets at rest with the national ciphers: SM4-GCM (libgcrypt; RFC 8998 vectors) and HMAC-SM3.
//
// Keys: one master key in a file outside the database (mode 0600, made at first start by `KeyRing::open`), from which a
// key per purpose is derived (HMAC-SM3(master, "yilin/" purpose "/v1")). A certified module replaces KeyProvider.
// Nonces are 96-bit random; a key seals at most 2^32 values. The associated data names where a value lives
// ("elder.id_card|<id>"), so that a ciphertext moved elsewhere does not open. Everything here is thread-safe, and key
// material is overwritten when its owner is destroyed.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::errors {
inline constexpr ErrorKind sealed_damaged{"sealing.damaged", 500, "一项加密数据无法解开，已停止使用，请联系系统管理员。",
                                          "A sealed value does not open: wrong key, damaged, or moved."};
inline constexpr ErrorKind key_file_unusable{"sealing.key_file", 500, "密钥文件无法使用，请联系系统管理员。",
                                             "The key file cannot be used."};
}  // namespace yilin::errors

namespace yilin::sealing {

using Bytes = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;
using Key = std::array<std::uint8_t, 32>;

void initialise();  // once per process; runs known-answer tests of SM3, SM4-GCM and HMAC-SM3 and stops the process when one fails

Digest sm3(std::string_view data);
Digest hmac_sm3(const Key& key, std::string_view data);  // about 2 µs; Mac halves that for a key used often
void secure_random(std::span<std::uint8_t> out);  // from the kernel's generator; safe across fork
void wipe(std::span<std::uint8_t> secret);         // overwrites; never optimised away
std::string random_token(std::size_t bytes = 32);  // base64url
bool equal_constant_time(std::string_view a, std::string_view b);

struct KeyProvider {
  virtual ~KeyProvider() = default;
  virtual Key derive(std::string_view purpose) const = 0;
};
// A master key in a file. Creates file (0600) and folder (0700) when missing; refuses one that others may read or that is
// damaged (it carries a check), so that a spoilt key never silently becomes another key. Error: key_file_unusable.
Result<std::unique_ptr<KeyProvider>> open_key_file(const std::string& path);
std::unique_ptr<KeyProvider> key_provider_for_tests(std::uint64_t seed);

// HMAC-SM3 under one key. Thread-safe; about 1 µs for a short value.
class Mac {
 public:
  explicit Mac(const Key& key);
  Mac(const KeyProvider& keys, std::string_view purpose);
  ~Mac();
  Mac(Mac&&) noexcept;
  Mac& operator=(Mac&&) noexcept;
  Digest of(std::string_view data) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

// Seals values of one purpose ("elder", "journal", "idempotency"). Thread-safe.
class Sealer {
 public:
  Sealer(const KeyProvider& keys, std::string_view purpose);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  // Layout: version byte, 12 bytes nonce, ciphertext, 16 bytes tag. About 1.5 µs for a short value.
  Bytes seal(std::string_view plain, std::string_view associated) const;
  // Error: sealed_damaged.
  Result<std::string> open(std::span<const std::uint8_t> sealed, std::string_view associated) const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};
inline constexpr std::size_t kSealOverhead = 1 + 12 + 16;  // bytes that seal() adds

// Blind index: the first 8 bytes of HMAC-SM3(key of the column, value) as a signed 64-bit number, for exact look-up of a
// sealed value. 64 bits: among 2 million values two collide with p < 2·10⁻⁷, so a hit is always confirmed by opening.
class BlindIndex {
 public:
  BlindIndex(const KeyProvider& keys, std::string_view column);
  std::int64_t of(std::string_view normalised) const;

 private:
  Mac mac_;
};

// Passwords: argon2id m = 19 MiB, t = 2, p = 1 (OWASP), peppered by HMAC-SM3 with a key outside the database.
// 25–45 ms of CPU: never on the writer's thread.
std::string hash_password(const KeyProvider& keys, std::string_view password);
bool verify_password(const KeyProvider& keys, std::string_view password, std::string_view stored);

// TOTP (RFC 6238, SHA-1, 30 s, 6 digits). Returns the matched time step (for use-once) within ±1 step, or 0.
std::string totp_secret();  // base32
std::int64_t totp_match(std::string_view base32_secret, std::string_view code, std::int64_t unix_seconds);
std::string totp_code(std::string_view base32_secret, std::int64_t unix_seconds);

}  // namespace yilin::sealing
