#pragma once
// JSON written front to back, in the order of the calls: nothing to hold in memory twice, figures in plain notation.

#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace yilin::commands {

class JsonText {
 public:
  JsonText& open(char bracket) {
    comma();
    text_ += bracket;
    fresh_ = true;
    return *this;
  }
  JsonText& close(char bracket) {
    text_ += bracket;
    fresh_ = false;
    return *this;
  }
  JsonText& key(std::string_view name) {
    comma();
    quote(name);
    text_ += ':';
    fresh_ = true;
    return *this;
  }
  JsonText& value(std::string_view s) {
    comma();
    quote(s);
    return *this;
  }
  JsonText& value(const char* s) { return value(std::string_view(s)); }
  JsonText& value(bool b) { return raw(b ? "true" : "false"); }
  JsonText& value(double v) {
    if (!std::isfinite(v)) return raw("null");
    return raw(v == std::floor(v) && std::abs(v) < 1e15 ? fmt::format("{:.0f}", v) : fmt::format("{:.12g}", v));
  }
  JsonText& value(std::int64_t v) { return raw(fmt::to_string(v)); }
  JsonText& value(std::int32_t v) { return raw(fmt::to_string(v)); }
  JsonText& value(std::size_t v) { return raw(fmt::to_string(v)); }
  template <class T>
  JsonText& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  JsonText& line() {
    if (!fresh_) text_ += ',';
    text_ += '\n';
    fresh_ = true;
    return *this;
  }
  JsonText& line_end() {  // a line break that ends a list
    if (!fresh_) text_ += '\n';
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  void comma() {
    if (!fresh_ && !text_.empty()) text_ += ',';
    fresh_ = false;
  }
  JsonText& raw(std::string_view s) {
    comma();
    text_ += s;
    return *this;
  }
  void quote(std::string_view s) {
    text_ += '"';
    for (const char c : s) {
      if (c == '"' || c == '\\') text_ += '\\', text_ += c;
      else if (static_cast<unsigned char>(c) < 0x20) text_ += fmt::format("\\u{:04x}", static_cast<int>(c));
      else text_ += c;
    }
    text_ += '"';
  }
  std::string text_;
  bool fresh_ = true;
};

}  // namespace yilin::commands
