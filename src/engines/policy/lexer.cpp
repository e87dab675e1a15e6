#include "engines/policy/lexer.h"

#include <algorithm>

#include "base/text.h"

namespace yilin::policy {
namespace {

struct Char {
  char32_t code;
  std::int32_t begin, end;
  std::int32_t column;
};

char32_t normal(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  switch (c) {
    case 0x3000: case 0x00A0: case '\t': return ' ';
    case U'×': return '*';
    case U'÷': return '/';
    case U'−': case U'–': return '-';
    case U'≤': return 0x2264;
    default: return c;
  }
}
bool digit(char32_t c) { return c >= '0' && c <= '9'; }
bool word_start(char32_t c) { return text::han(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class LineLexer {
 public:
  LineLexer(std::string_view text, std::int32_t file, std::int32_t line, std::int32_t begin, std::int32_t end)
      : text_(text), file_(file), line_(line) {
    std::int32_t column = 1;
    for (std::string_view rest = text.substr(begin, end - begin); !rest.empty(); ++column) {
      const std::int32_t at = end - static_cast<std::int32_t>(rest.size());
      const char32_t c = normal(text::take(rest));
      chars_.push_back({c, at, end - static_cast<std::int32_t>(rest.size()), column});
    }
  }

  Line run(std::int32_t begin, std::int32_t end) {
    Line out;
    out.begin = begin;
    out.end = end;
    out.indented = !chars_.empty() && chars_[0].code == ' ';
    while (i_ < chars_.size()) {
      const char32_t c = at(0);
      if (c == ' ' || c == '\r') {
        ++i_;
        after_number_ = false;
      } else if (c == '#') {
        out.end = chars_[i_].begin;
        break;
      } else {
        out.tokens.push_back(next());
      }
    }
    return out;
  }

 private:
  char32_t at(std::size_t n) const { return i_ + n < chars_.size() ? chars_[i_ + n].code : 0; }
  std::string_view bytes(std::size_t from) const { return text_.substr(chars_[from].begin); }

  Token start() const {
    Token t;
    t.at = {file_, line_, chars_[i_].column};
    t.begin = chars_[i_].begin;
    return t;
  }
  void finish(Token& t, std::size_t length) {
    i_ += length;
    t.end = chars_[i_ - 1].end;
  }

  Token next() {
    const char32_t c = at(0);
    if (digit(c)) return number();
    if (word_start(c)) return word();
    Token t = start();
    after_number_ = false;
    static constexpr std::u32string_view plain = U"(),、+-*/<>=|:→";
    if (c == 0x2264 || c == U'≥' || c == U'≠') {
      t.kind = Lex::sign;
      t.text = c == U'≥' ? ">=" : c == U'≠' ? "!=" : "<=";
      finish(t, 1);
    } else if ((c == '<' || c == '>' || c == '!') && at(1) == '=') {
      t.kind = Lex::sign;
      t.text = {static_cast<char>(c), '='};
      finish(t, 2);
    } else {
      if (plain.find(c) != std::u32string_view::npos) t.kind = Lex::sign;
      text::append(t.text, c);
      finish(t, 1);
    }
    return t;
  }

  bool digits_at(std::size_t n, std::size_t count) const {
    for (std::size_t k = 0; k < count; ++k)
      if (!digit(at(n + k))) return false;
    return true;
  }
  std::int64_t value_at(std::size_t n, std::size_t count) const {
    std::int64_t v = 0;
    for (std::size_t k = 0; k < count; ++k) v = v * 10 + (at(n + k) - '0');
    return v;
  }

  Token number() {
    Token t = start();
    if (digits_at(0, 4) && at(4) == '-' && digits_at(5, 2)) {
      const std::int64_t y = value_at(0, 4), m = value_at(5, 2);
      if (at(7) == '-' && digits_at(8, 2)) {
        t.kind = Lex::date;
        t.value = y << 9 | m << 5 | value_at(8, 2);
        if (m > 15 || value_at(8, 2) > 31 || !packed_exists(t.value.num) || y < 1850 || y > 2200) t.kind = Lex::other;
        finish(t, 10);
      } else {
        t.kind = m >= 1 && m <= 12 && y >= 1850 && y <= 2200 ? Lex::month : Lex::other;
        t.value = y * 12 + m - 1;
        finish(t, 7);
      }
      t.text = std::string(text_.substr(t.begin, t.end - t.begin));
      return t;
    }
    std::int64_t num = 0, den = 1;
    std::size_t n = 0;
    int count = 0;
    bool fraction = false;
    for (;; ++n) {
      const char32_t c = at(n);
      if (digit(c)) {
        ++count;
        if (count <= 15) num = num * 10 + (c - '0'), den = fraction ? den * 10 : den;
      } else if (c == '.' && !fraction && digit(at(n + 1))) {
        fraction = true;
      } else {
        break;
      }
    }
    t.kind = count <= 15 ? Lex::number : Lex::other;
    t.value = Rational(num, den);
    finish(t, n);
    if (at(0) == '%') {
      t.percent = true;
      t.value = t.value / Rational(100);
      finish(t, 1);
    } else if (i_ < chars_.size()) {
      for (bool under = false;; under = true) {
        const std::size_t from = i_ + (under ? 1 : 0);
        if (from >= chars_.size() || (under && at(0) != '/')) break;
        const Unit* unit = unit_prefix(bytes(from));
        if (!unit) break;
        const std::size_t length = text::length(unit->name) + (under ? 1 : 0);
        t.dims = under ? t.dims / unit->dims : t.dims * unit->dims;
        t.value = under ? t.value / Rational(unit->scale) : t.value * Rational(unit->scale);
        finish(t, length);
      }
    }
    t.text = std::string(text_.substr(t.begin, t.end - t.begin));
    after_number_ = true;
    return t;
  }

  Token word() {
    Token t = start();
    t.kind = Lex::word;
    const std::string_view here = bytes(i_);
    std::string_view cut;
    if (after_number_)
      for (const std::string_view k : {"以上", "以下", "至"})
        if (here.starts_with(k)) cut = k;
    for (const std::string_view k : {"不满", "不足", "超过", "至"})
      if (here.starts_with(k) && digit(at(text::length(k)))) cut = k;
    std::size_t n = cut.empty() ? 0 : text::length(cut);
    if (cut.empty())
      while (word_start(at(n)) || digit(at(n)) || (at(n) == '.' && word_start(at(n + 1)))) ++n;
    finish(t, n);
    after_number_ = false;
    for (std::string_view rest = text_.substr(t.begin, t.end - t.begin); !rest.empty();) text::append(t.text, normal(text::take(rest)));
    return t;
  }

  std::string_view text_;
  std::int32_t file_, line_;
  std::vector<Char> chars_;
  std::size_t i_ = 0;
  bool after_number_ = false;
};

}  // namespace

std::vector<Line> tokenize(std::string_view text, std::int32_t file) {
  std::vector<Line> out;
  std::int32_t line = 0;
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // a byte order mark, as Notepad writes it
  for (std::size_t begin = mark; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    LineLexer lexer(text, file, line, static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end));
    out.push_back(lexer.run(static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end)));
    begin = end + 1;
  }
  return out;
}

}  // namespace yilin::policy
