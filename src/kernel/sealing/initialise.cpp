#include <gcrypt.h>

#include <cstring>
#include <mutex>

#include "base/assert.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

template <std::size_t N>
constexpr std::array<std::uint8_t, N / 2> hex(const char (&text)[N]) {
  const auto digit = [](char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::array<std::uint8_t, N / 2> out{};
  for (std::size_t i = 0; i < N / 2; ++i) out[i] = digit(text[2 * i]) << 4 | digit(text[2 * i + 1]);
  return out;
}

// GB/T 32905-2016, A.1.
bool sm3_is_right() {
  return sm3("abc") == hex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

// GM/T 0042-2015, D.3: the 32-byte key 01…20 over two copies of the 56-byte message.
bool hmac_is_right() {
  const Key key = hex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
  const std::string half = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  return hmac_sm3(key, half + half) == hex("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
}

// RFC 8998, appendix A.1.
bool sm4_gcm_is_right() {
  const auto key = hex("0123456789abcdeffedcba9876543210");
  const auto nonce = hex("00001234567800000000abcd");
  const auto associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plain = hex(
      "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
      "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
  const auto cipher = hex(
      "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
      "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d");
  const auto tag = hex("83de3541e4c2b58177e065a9bf7b62ec");

  gcry_cipher_hd_t handle = nullptr;
  std::array<std::uint8_t, 64> text{};
  std::array<std::uint8_t, 16> made{};
  const bool ran = gcry_cipher_open(&handle, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) == 0 &&
                   gcry_cipher_setkey(handle, key.data(), key.size()) == 0 &&
                   gcry_cipher_setiv(handle, nonce.data(), nonce.size()) == 0 &&
                   gcry_cipher_authenticate(handle, associated.data(), associated.size()) == 0 &&
                   gcry_cipher_encrypt(handle, text.data(), text.size(), plain.data(), plain.size()) == 0 &&
                   gcry_cipher_gettag(handle, made.data(), made.size()) == 0;
  gcry_cipher_close(handle);
  return ran && text == cipher && made == tag;
}

void start() {
  YILIN_ASSERT(gcry_check_version("1.10.0") != nullptr);  // the first release with SM4
  gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  YILIN_ASSERT(sm3_is_right());
  YILIN_ASSERT(hmac_is_right());
  YILIN_ASSERT(sm4_gcm_is_right());
}

}  // namespace

void initialise() {
  static std::once_flag once;
  std::call_once(once, start);
}

}  // namespace yilin::sealing
