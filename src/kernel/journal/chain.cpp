#include "kernel/journal/chain.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::journal {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kLengthBytes = 4;

// What is packed reads back one way only: integers have a fixed width, texts their length before them.
class Packer {
 public:
  explicit Packer(std::size_t bytes) { out_.reserve(bytes); }
  Packer& integer(std::int64_t value) { return fixed(static_cast<std::uint64_t>(value), 8); }
  Packer& optional(const std::optional<std::int64_t>& value) {
    out_ += value ? '\1' : '\0';
    return integer(value.value_or(0));
  }
  Packer& text(std::string_view value) {
    fixed(value.size(), kLengthBytes);
    out_ += value;
    return *this;
  }
  Packer& raw(std::string_view bytes) {
    out_ += bytes;
    return *this;
  }
  std::string take() { return std::move(out_); }

 private:
  Packer& fixed(std::uint64_t value, std::size_t bytes) {
    char little[8];
    for (std::size_t i = 0; i < 8; ++i) little[i] = static_cast<char>(value >> (8 * i));
    out_.append(little, bytes);
    return *this;
  }
  std::string out_;
};

std::optional<std::string_view> take_text(std::string_view& from) {
  if (from.size() < kLengthBytes) return {};
  std::size_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) length |= std::size_t{static_cast<unsigned char>(from[i])} << (8 * i);
  from.remove_prefix(kLengthBytes);
  if (from.size() < length) return {};
  const std::string_view text = from.substr(0, length);
  from.remove_prefix(length);
  return text;
}

}  // namespace

ChainKeys::ChainKeys(const sealing::KeyProvider& keys)
    : chain(keys.derive("journal/chain")),
      checkpoint(keys.derive("journal/checkpoint")),
      erasure(keys.derive("journal/erasure")) {}

ChainKeys::~ChainKeys() {
  for (Key* key : {&chain, &checkpoint, &erasure}) sealing::wipe(*key);
}

Digest mac_of(const Key& key, const Digest& previous, const Row& row) {
  constexpr std::size_t kFixedBytes = 32 + 3 * 8 + 6 * 9 + 2 * kLengthBytes + 32;
  Packer packer(kFixedBytes + row.verb.size() + row.subject_kind.size());
  packer.raw(view(previous)).integer(row.seq).integer(row.at_ms);
  packer.optional(row.actor).optional(row.on_behalf_of).optional(row.organisation);
  packer.text(row.verb).text(row.subject_kind);
  packer.optional(row.subject).optional(row.region).optional(row.elder);
  packer.integer(row.checkpoint).raw(view(row.digest));
  return sealing::hmac_sm3(key, packer.take());
}

Digest erasure_mac(const Key& key, std::int64_t elder, std::int64_t up_to) {
  return sealing::hmac_sm3(key, Packer(16).integer(elder).integer(up_to).take());
}

std::string pack(const Envelope& envelope) {
  std::uint8_t salt[kSaltBytes];
  sealing::secure_random(salt);
  Packer packer(kSaltBytes + 2 * kLengthBytes + envelope.actor_name.size() + envelope.reason.size() + envelope.payload.size());
  packer.raw({reinterpret_cast<const char*>(salt), kSaltBytes});
  std::string packed = packer.text(envelope.actor_name).text(envelope.reason).raw(envelope.payload).take();
  YILIN_ASSERT(packed.size() <= kEnvelopeBytesMax);
  return packed;
}

std::optional<Envelope> unpack(std::string_view packed) {
  if (packed.size() < kSaltBytes) return {};
  packed.remove_prefix(kSaltBytes);
  const auto name = take_text(packed);
  if (!name) return {};
  const auto reason = take_text(packed);
  if (!reason) return {};
  return Envelope{*name, *reason, packed};
}

std::string envelope_place(std::int64_t seq) { return fmt::format("journal|{}", seq); }

std::optional<Digest> to_digest(std::span<const std::uint8_t> bytes) {
  Digest digest;
  if (bytes.size() != digest.size()) return {};
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

sql::Blob to_blob(const Digest& digest) { return sql::Blob(digest.begin(), digest.end()); }

std::string_view view(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string to_hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) (out += digits[byte >> 4]) += digits[byte & 15];
  return out;
}

std::optional<Digest> from_hex(std::string_view text) {
  Digest digest{};
  if (text.size() != 2 * digest.size()) return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (value < 0) return {};
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] << 4 | value);
  }
  return digest;
}

}  // namespace yilin::journal
