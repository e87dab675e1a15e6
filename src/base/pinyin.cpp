#include "base/pinyin.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "base/assert.h"
#include "base/pinyin_tables.h"
#include "base/text.h"

namespace yilin {
namespace {
using pinyin_tables::Reading;

// A syllable of up to 7 letters packed into a word: letter i in byte i, the length in byte 7.
using Packed = std::uint64_t;
constexpr Packed kUnknown = 0, kNone = Packed{0xFF} << 56;

Packed pack(std::string_view syllable) {
  YILIN_ASSERT(!syllable.empty() && syllable.size() <= 7);
  Packed packed = Packed{syllable.size()} << 56;
  for (std::size_t i = 0; i < syllable.size(); ++i) packed |= Packed{static_cast<unsigned char>(syllable[i])} << 8 * i;
  return packed;
}
std::string unpack(Packed packed) {
  std::string syllable(packed >> 56, ' ');
  for (std::size_t i = 0; i < syllable.size(); ++i) syllable[i] = static_cast<char>(packed >> 8 * i);
  return syllable;
}

constexpr std::size_t kBmpFirst = 0x3400, kBmpSize = 0x9FFF - kBmpFirst + 1;
constexpr std::size_t kHighFirst = 0x20000, kHighSize = 0x323AF - kHighFirst + 1;
constinit std::array<std::atomic<Packed>, kBmpSize + kHighSize> cache{};  // filled as characters are met

std::atomic<Packed>* cached(char32_t c) {
  if (c >= kBmpFirst && c < kBmpFirst + kBmpSize) return &cache[c - kBmpFirst];
  if (c >= kHighFirst && c < kHighFirst + kHighSize) return &cache[kBmpSize + c - kHighFirst];
  return nullptr;
}

// ICU gives "lǚ"; decomposed, the marks fall away and u with diaeresis becomes v.
Packed ask_icu(char32_t c) {
  static const std::unique_ptr<icu::Transliterator> han_latin = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> t(
        icu::Transliterator::createInstance("Han-Latin; NFD", UTRANS_FORWARD, error));
    YILIN_ASSERT(U_SUCCESS(error) && t);
    return t;
  }();
  icu::UnicodeString latin(static_cast<UChar32>(c));
  han_latin->transliterate(latin);
  std::string syllable;
  for (std::int32_t i = 0; i < latin.length(); ++i) {
    const char16_t unit = latin[i];
    if (unit >= u'a' && unit <= u'z') syllable.push_back(static_cast<char>(unit));
    if (unit == 0x0308 && !syllable.empty()) syllable.back() = 'v';
  }
  return syllable.empty() || syllable.size() > 7 ? kNone : pack(syllable);
}

Packed reading_of(char32_t c) {
  std::atomic<Packed>* slot = cached(c);
  if (slot == nullptr) return kNone;
  Packed packed = slot->load(std::memory_order_relaxed);
  if (packed != kUnknown) return packed;
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  static const bool corrected = [] {
    for (const Reading& row : pinyin_tables::kCharacters) {
      std::string_view word = row.word;
      cached(text::take(word))->store(pack(row.syllables), std::memory_order_relaxed);
    }
    return true;
  }();
  packed = slot->load(std::memory_order_relaxed);
  if (corrected && packed == kUnknown) slot->store(packed = ask_icu(c), std::memory_order_relaxed);
  return packed;
}

using Words = std::unordered_map<std::string_view, std::string_view>;
template <std::size_t N>
Words words_of(const Reading (&rows)[N]) {
  Words words;
  for (const Reading& row : rows) words.emplace(row.word, row.syllables);
  return words;
}
const Words& surnames() {
  static const Words words = words_of(pinyin_tables::kSurnames);
  return words;
}
const Words& places() {
  static const Words words = words_of(pinyin_tables::kPlaces);
  return words;
}

void push_words(std::vector<std::string>& out, std::string_view syllables) {
  while (!syllables.empty()) {
    const std::size_t space = syllables.find(' ');
    out.emplace_back(syllables.substr(0, space));
    syllables.remove_prefix(space == std::string_view::npos ? syllables.size() : space + 1);
  }
}

// Takes the longest word (`most` characters or fewer) of the table at the head of `rest`.
bool take_word(std::string_view& rest, const Words& words, std::size_t most, std::vector<std::string>& out) {
  for (std::size_t n = most; n > 0; --n) {
    const std::string_view head = text::first(rest, n);
    const auto found = words.find(head);
    if (found == words.end()) continue;
    push_words(out, found->second);
    rest.remove_prefix(head.size());
    return true;
  }
  return false;
}

bool ascii_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One Chinese character, one run of letters or digits, or one other sign (dropped).
void take_one(std::string_view& rest, std::vector<std::string>& out) {
  std::size_t run = 0;
  while (run < rest.size() && ascii_word(rest[run])) ++run;
  if (run > 0) {
    out.push_back(text::lower_ascii(rest.substr(0, run)));
    rest.remove_prefix(run);
    return;
  }
  const Packed packed = reading_of(text::take(rest));
  if (packed != kNone) out.push_back(unpack(packed));
}

bool family_place(std::string_view name) {
  if (name.empty()) return false;
  text::take(name);
  return !name.empty() && pinyin_tables::kFamilyPlace.find(text::first(name, 1)) != std::string_view::npos;
}
}  // namespace

std::string Pinyin::joined() const {
  std::string out;
  for (const auto& syllable : syllables) out += syllable;
  return out;
}
std::string Pinyin::initials() const {
  std::string out;
  for (const auto& syllable : syllables) out.push_back(syllable.front());
  return out;
}

Pinyin person_pinyin(std::string_view name) {
  Pinyin pinyin;
  std::string_view rest = text::trim(name);
  take_word(rest, surnames(), 2, pinyin.syllables);
  while (!rest.empty()) take_one(rest, pinyin.syllables);
  return pinyin;
}

Pinyin place_pinyin(std::string_view name) {
  Pinyin pinyin;
  std::string_view rest = text::trim(name);
  if (family_place(rest) && places().find(text::first(rest, 2)) == places().end())
    take_word(rest, surnames(), 1, pinyin.syllables);
  while (!rest.empty())
    if (!take_word(rest, places(), 3, pinyin.syllables)) take_one(rest, pinyin.syllables);
  return pinyin;
}
}  // namespace yilin
