#pragma once
// Finding people: one box for names, parts of names, pinyin, initials, phones, ID numbers and last four digits, alone or
// together ("王秀英 0034"). The rarest word leads: its tokens are read in order of (region, elder) inside the caller's ranges,
// from the cursor on, never more than kExamineMax of them a request; every other word and filter is checked on what it finds.

#include <string>
#include <string_view>
#include <vector>

#include "kernel/command/tx.h"
#include "modules/registry/tokens.h"
#include "modules/registry/views.h"

namespace yilin::registry::search {

inline constexpr std::size_t kWordsMax = 4;
inline constexpr std::size_t kExamineMax = 8'000;  // tokens read for one page; then the page ends short, with a cursor

struct Word {
  enum class Kind : std::uint8_t { id_card, phone, last4, name, latin };
  Kind kind = Kind::name;
  std::string key;                    // name: text::name_key; latin: lower-case letters; numbers: as they are
  std::vector<std::int64_t> tokens;   // any of them
  std::int64_t index = 0;             // id_card, phone: the blind index
};

// Error: a field error on `q` for what can be no key at all (a number of a wrong length, too many words).
Result<std::vector<Word>> parse(std::string_view q, const Tokens& tokens, Date today);
// Does the row really fit? Numbers of contacts are not looked at here.
bool fits(const Word& word, const Elder& elder);

Result<ElderPage> page(command::Reader& reader, const ElderQuery& in);

// Elders that a token leads to, in the caller's ranges: for look-ups with few hits. At most `limit`.
std::vector<ElderId> ids_of_token(sql::Connection& db, std::int64_t token, const std::vector<RegionRange>& ranges,
                                  std::size_t limit);

}  // namespace yilin::registry::search
