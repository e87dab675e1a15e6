#include <gcrypt.h>
#include <string.h>  // explicit_bzero

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

constexpr std::size_t kBlockBytes = 64;  // of SM3

gcry_buffer_t buffer(const void* data, std::size_t length) {
  gcry_buffer_t out{};
  out.data = const_cast<void*>(data);  // libgcrypt only reads it
  out.len = length;
  return out;
}

}  // namespace

Digest sm3(std::string_view data) {
  Digest out;
  gcry_md_hash_buffer(GCRY_MD_SM3, out.data(), data.data(), data.size());
  return out;
}

// RFC 2104 over two one-shot hashes: unlike a gcrypt handle this allocates nothing and leaves no key behind.
Digest hmac_sm3(const Key& key, std::string_view data) {
  std::uint8_t pad[kBlockBytes];
  for (std::size_t i = 0; i < kBlockBytes; ++i) pad[i] = (i < key.size() ? key[i] : 0) ^ 0x36;
  Digest inner;
  const gcry_buffer_t first[2] = {buffer(pad, kBlockBytes), buffer(data.data(), data.size())};
  YILIN_ASSERT(gcry_md_hash_buffers(GCRY_MD_SM3, 0, inner.data(), first, 2) == 0);

  for (std::uint8_t& byte : pad) byte ^= 0x36 ^ 0x5c;
  Digest out;
  const gcry_buffer_t second[2] = {buffer(pad, kBlockBytes), buffer(inner.data(), inner.size())};
  YILIN_ASSERT(gcry_md_hash_buffers(GCRY_MD_SM3, 0, out.data(), second, 2) == 0);
  wipe(pad);
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

void wipe(std::span<std::uint8_t> secret) { explicit_bzero(secret.data(), secret.size()); }

}  // namespace yilin::sealing
