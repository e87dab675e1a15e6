#pragma once
// One link of the chain: the columns of a row, what its MAC covers, and the sealed envelope beside it. Internal to the room.

#include <optional>
#include <string>
#include <string_view>

#include "kernel/journal/journal.h"

namespace yilin::journal {

using sealing::Digest;
using sealing::Key;

// The columns of `journal` but mac. No value is NULL, not 0.
struct Row {
  std::int64_t seq = 0, at_ms = 0;
  std::optional<std::int64_t> actor, on_behalf_of, organisation, subject, region, elder;
  std::int64_t checkpoint = 0;
  std::string verb, subject_kind;
  Digest digest{};
};

inline constexpr Digest kFirstMac{};  // mac(0)

// Derived once from the key provider.
struct ChainKeys {
  Key chain, checkpoint, erasure;
  explicit ChainKeys(const sealing::KeyProvider& keys);
  ~ChainKeys();
  ChainKeys(const ChainKeys&) = delete;
  ChainKeys& operator=(const ChainKeys&) = delete;
};

Digest mac_of(const Key& key, const Digest& previous, const Row& row);
Digest erasure_mac(const Key& key, std::int64_t elder, std::int64_t up_to);

struct Envelope {
  std::string_view actor_name, reason, payload;
};
std::string pack(const Envelope& envelope);                      // with fresh salt
std::optional<Envelope> unpack(std::string_view packed);         // views into `packed`; none when malformed
std::string envelope_place(std::int64_t seq);                    // associated data of the seal
inline constexpr std::string_view kSealPurpose = "journal";

std::optional<Digest> to_digest(std::span<const std::uint8_t> bytes);  // none unless 32 bytes
sql::Blob to_blob(const Digest& digest);
std::string_view view(const Digest& digest);
std::string to_hex(const Digest& digest);
std::optional<Digest> from_hex(std::string_view text);

}  // namespace yilin::journal
