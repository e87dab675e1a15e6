#include <gcrypt.h>

#include <algorithm>

#include "base/assert.h"
#include "kernel/sealing/handle_pool.h"
#include "kernel/sealing/sealing.h"

namespace yilin::sealing {

struct Mac::Handles {
  Key key;
  HandlePool<gcry_md_hd_t, gcry_md_close> pool;
  ~Handles() { wipe(key); }
};

Mac::Mac(const Key& key) : handles_(std::make_unique<Handles>()) {
  initialise();
  handles_->key = key;
}

Mac::Mac(const KeyProvider& keys, std::string_view purpose) : handles_(std::make_unique<Handles>()) {
  initialise();
  Key derived = keys.derive(purpose);
  handles_->key = derived;
  wipe(derived);
}

Mac::~Mac() = default;
Mac::Mac(Mac&&) noexcept = default;
Mac& Mac::operator=(Mac&&) noexcept = default;

Digest Mac::of(std::string_view data) const {
  Digest out;
  handles_->pool.with(
      [this] {
        gcry_md_hd_t handle = nullptr;
        YILIN_ASSERT(gcry_md_open(&handle, GCRY_MD_SM3, GCRY_MD_FLAG_HMAC) == 0);
        YILIN_ASSERT(gcry_md_setkey(handle, handles_->key.data(), handles_->key.size()) == 0);
        return handle;
      },
      [&](gcry_md_hd_t handle) {
        gcry_md_write(handle, data.data(), data.size());
        std::copy_n(gcry_md_read(handle, GCRY_MD_SM3), out.size(), out.begin());
        gcry_md_reset(handle);  // back to the keyed state, and the data is gone from the handle
      });
  return out;
}

BlindIndex::BlindIndex(const KeyProvider& keys, std::string_view column) : mac_(keys, "index/" + std::string(column)) {}

std::int64_t BlindIndex::of(std::string_view normalised) const {
  const Digest digest = mac_.of(normalised);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | digest[i];
  return static_cast<std::int64_t>(value);
}

}  // namespace yilin::sealing
