#include <gcrypt.h>

#include <algorithm>

#include "base/assert.h"
#include "kernel/sealing/handle_pool.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kSm4KeyBytes = 16;
static_assert(kSealOverhead == 1 + kNonceBytes + kTagBytes);

}  // namespace

struct Sealer::Handles {
  std::array<std::uint8_t, kSm4KeyBytes> key;
  HandlePool<gcry_cipher_hd_t, gcry_cipher_close> pool;

  ~Handles() { wipe(key); }
  template <class Use>
  void with(const Use& use) {
    pool.with(
        [this] {
          gcry_cipher_hd_t handle = nullptr;
          YILIN_ASSERT(gcry_cipher_open(&handle, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) == 0);
          YILIN_ASSERT(gcry_cipher_setkey(handle, key.data(), key.size()) == 0);
          return handle;
        },
        use);
  }
};

Sealer::Sealer(const KeyProvider& keys, std::string_view purpose) : handles_(std::make_unique<Handles>()) {
  initialise();
  Key derived = keys.derive("seal/" + std::string(purpose));
  std::copy_n(derived.begin(), kSm4KeyBytes, handles_->key.begin());
  wipe(derived);
}

Sealer::~Sealer() = default;

Bytes Sealer::seal(std::string_view plain, std::string_view associated) const {
  Bytes out(plain.size() + kSealOverhead);
  out[0] = kVersion;
  std::uint8_t* const nonce = out.data() + 1;
  std::uint8_t* const text = nonce + kNonceBytes;
  secure_random({nonce, kNonceBytes});

  handles_->with([&](gcry_cipher_hd_t handle) {
    YILIN_ASSERT(gcry_cipher_setiv(handle, nonce, kNonceBytes) == 0);
    YILIN_ASSERT(gcry_cipher_authenticate(handle, associated.data(), associated.size()) == 0);
    gcry_cipher_final(handle);
    YILIN_ASSERT(gcry_cipher_encrypt(handle, text, plain.size(), plain.data(), plain.size()) == 0);
    YILIN_ASSERT(gcry_cipher_gettag(handle, text + plain.size(), kTagBytes) == 0);
  });
  return out;
}

Result<std::string> Sealer::open(std::span<const std::uint8_t> sealed, std::string_view associated) const {
  if (sealed.size() < kSealOverhead || sealed[0] != kVersion) return fail(errors::sealed_damaged);
  const auto nonce = sealed.subspan(1, kNonceBytes);
  const auto text = sealed.subspan(1 + kNonceBytes, sealed.size() - kSealOverhead);
  const auto tag = sealed.last(kTagBytes);

  std::string plain(text.size(), '\0');
  bool genuine = false;
  handles_->with([&](gcry_cipher_hd_t handle) {
    YILIN_ASSERT(gcry_cipher_setiv(handle, nonce.data(), nonce.size()) == 0);
    YILIN_ASSERT(gcry_cipher_authenticate(handle, associated.data(), associated.size()) == 0);
    gcry_cipher_final(handle);
    YILIN_ASSERT(gcry_cipher_decrypt(handle, plain.data(), plain.size(), text.data(), text.size()) == 0);
    genuine = gcry_cipher_checktag(handle, tag.data(), tag.size()) == 0;
  });
  if (!genuine) {
    wipe({reinterpret_cast<std::uint8_t*>(plain.data()), plain.size()});
    return fail(errors::sealed_damaged);
  }
  return plain;
}

}  // namespace yilin::sealing
