#include <argon2.h>

#include <cstdio>

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

constexpr std::uint32_t kMemoryKib = 19 * 1024;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
// A stored hash is data: what it may ask of memory and time is bounded, whoever wrote it.
constexpr unsigned kMemoryKibMax = 256 * 1024;
constexpr unsigned kPassesMax = 10;
constexpr unsigned kLanesMax = 4;
constexpr std::size_t kStoredBytesMax = 256;

Digest peppered(const KeyProvider& keys, std::string_view password) {
  Key pepper = keys.derive("password");
  const Digest out = hmac_sm3(pepper, password);
  wipe(pepper);
  return out;
}

bool affordable(const std::string& stored) {
  unsigned memory = 0, passes = 0, lanes = 0;
  return stored.size() <= kStoredBytesMax &&
         std::sscanf(stored.c_str(), "$argon2id$v=19$m=%u,t=%u,p=%u$", &memory, &passes, &lanes) == 3 &&
         memory <= kMemoryKibMax && passes <= kPassesMax && lanes <= kLanesMax;
}

}  // namespace

std::string hash_password(const KeyProvider& keys, std::string_view password) {
  std::array<std::uint8_t, kSaltBytes> salt;
  secure_random(salt);
  Digest secret = peppered(keys, password);
  std::string encoded(argon2_encodedlen(kPasses, kMemoryKib, kLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
  const int status = argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, secret.data(), secret.size(), salt.data(),
                                           salt.size(), kHashBytes, encoded.data(), encoded.size());
  wipe(secret);
  YILIN_ASSERT(status == ARGON2_OK);
  encoded.resize(encoded.find('\0') == std::string::npos ? encoded.size() : encoded.find('\0'));
  return encoded;
}

bool verify_password(const KeyProvider& keys, std::string_view password, std::string_view stored) {
  const std::string encoded(stored);
  if (encoded.find('\0') != std::string::npos || !affordable(encoded)) return false;
  Digest secret = peppered(keys, password);
  const bool right = argon2id_verify(encoded.c_str(), secret.data(), secret.size()) == ARGON2_OK;
  wipe(secret);
  return right;
}

}  // namespace yilin::sealing
