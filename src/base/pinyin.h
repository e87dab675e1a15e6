#pragma once
// Pinyin of names, toneless, lower case, ü written v (as it is typed): 吕秀英 → lv xiu ying. One reading a name: the
// readings of a surname (单 shan, 尉迟 yu chi) or of a place (泌阳 bi yang, 浚县 xun xian) come from our own tables
// (pinyin_tables.h), every other character from ICU, asked once for each distinct character.
// Thread-safe; about a microsecond a name once its characters have been seen (the first call loads ICU's rules: 0.3 s).

#include <string>
#include <string_view>
#include <vector>

namespace yilin {

struct Pinyin {
  // One for each Chinese character and for each run of ASCII letters or digits; other signs are left out.
  std::vector<std::string> syllables;
  std::string joined() const;    // "lvxiuying"
  std::string initials() const;  // "lxy"
};

Pinyin person_pinyin(std::string_view name);
Pinyin place_pinyin(std::string_view name);

}  // namespace yilin
