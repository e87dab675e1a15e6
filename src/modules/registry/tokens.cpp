#include "modules/registry/tokens.h"

#include <algorithm>

#include "base/text.h"

namespace yilin::registry {
namespace {

constexpr std::uint64_t kTokenMask = (std::uint64_t{1} << 47) - 1;
enum class Kind : char { name_part = 'n', pinyin = 'p', initials = 'i' };

std::int64_t folded(std::uint64_t hash) { return static_cast<std::int64_t>(hash & kTokenMask); }

// FNV-1a with splitmix64's finalizer; the kind is part of the text. Stored: must never change.
std::int64_t token(Kind kind, std::string_view text) {
  std::uint64_t h = (0xcbf29ce484222325ull ^ static_cast<unsigned char>(kind)) * 0x100000001b3ull;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ull;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebull;
  return folded(h ^ (h >> 31));
}

void add_name(const std::string& key, std::vector<std::int64_t>& out) {
  std::vector<std::size_t> starts;  // of its characters
  for (std::string_view rest = key; !rest.empty(); text::take(rest)) starts.push_back(key.size() - rest.size());
  starts.push_back(key.size());
  const std::size_t n = starts.size() - 1;
  for (std::size_t from = 0; from < n; ++from)
    for (std::size_t to = from + 1; to <= std::min(n, from + Tokens::kPartMax); ++to)
      out.push_back(token(Kind::name_part, std::string_view(key).substr(starts[from], starts[to] - starts[from])));
  if (n > Tokens::kPartMax) out.push_back(token(Kind::name_part, key));
}

void add_pinyin(std::string_view syllables, std::vector<std::int64_t>& out) {
  std::string joined, initials;
  while (!syllables.empty()) {
    const std::size_t blank = syllables.find(' ');
    const std::string_view syllable = syllables.substr(0, blank);
    syllables.remove_prefix(blank == std::string_view::npos ? syllables.size() : blank + 1);
    if (syllable.empty()) continue;
    joined += syllable;
    initials += syllable.front();
    out.push_back(token(Kind::pinyin, joined));
    if (initials.size() > 1) out.push_back(token(Kind::initials, initials));
  }
}

}  // namespace

std::int64_t Tokens::phone_index(const Phone& phone) const { return phone.empty() ? 0 : phone_.of(phone.reveal()); }
std::int64_t Tokens::card_index(const IdCard& card) const { return card.empty() ? 0 : card_.of(card.reveal()); }
std::int64_t Tokens::name_part(std::string_view key) { return token(Kind::name_part, key); }
std::int64_t Tokens::pinyin(std::string_view joined) { return token(Kind::pinyin, joined); }
std::int64_t Tokens::initials(std::string_view letters) { return token(Kind::initials, letters); }
std::int64_t Tokens::last4(std::string_view four) const { return folded(static_cast<std::uint64_t>(last4_.of(four))); }
std::int64_t Tokens::of_index(std::int64_t blind_index) { return folded(static_cast<std::uint64_t>(blind_index)); }

std::vector<std::int64_t> Tokens::of(const Elder& elder, const std::vector<std::int64_t>& contact_phones) const {
  std::vector<std::int64_t> out;
  out.reserve(20);
  add_name(text::name_key(elder.name), out);
  add_pinyin(elder.pinyin, out);
  if (!elder.phone.empty()) {
    out.push_back(of_index(elder.phone_index));
    out.push_back(last4(elder.phone.last4()));
  }
  if (!elder.id_card.empty()) {
    out.push_back(of_index(elder.id_card_index));
    out.push_back(last4(elder.id_card.last4()));
  }
  for (const std::int64_t index : contact_phones)
    if (index != 0) out.push_back(of_index(index));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace yilin::registry
