// What was typed, as keys.
#include <algorithm>

#include "base/text.h"
#include "modules/registry/search.h"

namespace yilin::registry::search {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// Digits; an ID number may end in x.
bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end() - 1, digit) &&
         (digit(text.back()) || ((text.back() == 'x' || text.back() == 'X') && text.size() > 1));
}

// Letters as they are typed for pinyin.
bool is_latin(std::string_view text) {
  const bool empty = text.empty();
  while (!text.empty()) {
    const char32_t c = text::take(text);
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '-' || c == U'ü' || c == U'Ü';
    if (!good) return false;
  }
  return !empty;
}

tl::unexpected<Error> refuse(std::string message) { return fail_field("q", "关键字", std::move(message)); }

std::vector<std::string> split(std::string_view q) {
  std::vector<std::string> words;
  const std::string narrow = text::half_width(q);
  std::string_view rest = narrow;
  while (!(rest = text::trim(rest)).empty()) {
    std::size_t end = rest.find_first_of(" \t");
    if (end == std::string_view::npos) end = rest.size();
    words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return words;
}

Result<Word> number(std::string text, const Tokens& tokens, Date today) {
  Word word;
  word.key = text;
  if (text.back() == 'x') text.back() = 'X';
  if (text.size() == 4) {
    word.kind = Word::Kind::last4;
    word.key = text;
    word.tokens = {tokens.last4(text)};
    return word;
  }
  if (text.size() == 15 || text.size() == 18) {
    const auto card = IdCard::parse(text, today);
    if (!card) return refuse(std::string(card.error().message()));
    word.kind = Word::Kind::id_card;
    word.index = tokens.card_index(*card);
  } else {
    const auto phone = Phone::parse(text);
    if (!phone) return refuse("请输入完整的电话、完整的身份证号，或其中的最后四位。");
    word.kind = Word::Kind::phone;
    word.index = tokens.phone_index(*phone);
  }
  word.tokens = {Tokens::of_index(word.index)};
  return word;
}

Word latin(std::string letters) {
  std::string key;
  for (std::string_view rest = letters; !rest.empty();) {
    const char32_t c = text::take(rest);
    if (c == U'ü' || c == U'Ü') key += 'v';
    else text::append(key, c);
  }
  Word word;
  word.kind = Word::Kind::latin;
  word.tokens = {Tokens::pinyin(key)};
  if (key.size() > 1) word.tokens.push_back(Tokens::initials(key));
  word.key = std::move(key);
  return word;
}

Word name(const std::string& text) {
  Word word;
  word.kind = Word::Kind::name;
  word.key = text::name_key(text);
  word.tokens = {Tokens::name_part(word.key)};
  return word;
}

Result<Word> classify(const std::string& text, const Tokens& tokens, Date today) {
  std::string plain = text::lower_ascii(text);
  std::erase(plain, '-');
  std::erase(plain, '\'');
  if (is_number(plain)) return number(plain, tokens, today);
  if (is_latin(plain)) return latin(std::move(plain));
  Word word = name(text);
  if (word.key.empty()) return refuse("请输入姓名、拼音、电话、身份证号或其后四位。");
  return word;
}

// "wang xiu" typed with a blank is one word.
void join_latin(std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size();) {
    if (!is_latin(words[i - 1]) || !is_latin(words[i])) {
      ++i;
      continue;
    }
    words[i - 1] += words[i];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// A telephone or an ID number typed in groups, 138 1234 5678, is one word; two last fours are two.
void join_numbers(std::vector<std::string>& words) {
  constexpr std::size_t kWhole[] = {10, 11, 12, 15, 18};
  for (std::size_t first = 0; first < words.size(); ++first) {
    std::size_t last = first;
    std::string whole;
    while (last < words.size() && is_number(words[last])) whole += words[last++];
    if (last - first < 2 || std::ranges::find(kWhole, whole.size()) == std::end(kWhole)) continue;
    words[first] = std::move(whole);
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(first) + 1, words.begin() + static_cast<std::ptrdiff_t>(last));
  }
}

}  // namespace

Result<std::vector<Word>> parse(std::string_view q, const Tokens& tokens, Date today) {
  std::vector<std::string> texts = split(q);
  join_latin(texts);
  join_numbers(texts);
  if (texts.size() > kWordsMax) return refuse("关键字太多，请减少到四个以内。");
  std::vector<Word> words;
  for (const std::string& text : texts) {
    YILIN_TRY(Word word, classify(text, tokens, today));
    words.push_back(std::move(word));
  }
  // The rarest first: numbers, then names by length, then pinyin.
  std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.key.size() > b.key.size();
  });
  return words;
}

bool fits(const Word& word, const Elder& elder) {
  switch (word.kind) {
    case Word::Kind::id_card: return elder.id_card_index == word.index;
    case Word::Kind::phone: return elder.phone_index == word.index;
    case Word::Kind::last4: return elder.id_card.last4() == word.key || (!elder.phone.empty() && elder.phone.last4() == word.key);
    case Word::Kind::name: return text::name_key(elder.name).find(word.key) != std::string::npos;
    case Word::Kind::latin: break;
  }
  if (word.key.size() > 1 && elder.initials.starts_with(word.key)) return true;
  std::string_view rest = elder.pinyin, key = word.key;
  while (!rest.empty() && !key.empty()) {  // whole syllables only
    const std::string_view syllable = rest.substr(0, rest.find(' '));
    if (!key.starts_with(syllable)) return false;
    key.remove_prefix(syllable.size());
    rest.remove_prefix(std::min(rest.size(), syllable.size() + 1));
  }
  return key.empty();
}

}  // namespace yilin::registry::search
