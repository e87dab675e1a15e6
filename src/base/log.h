#pragma once
// Structured log: one JSON line per event on standard error. Field values are numbers and text that the program made itself;
// IdCard, Phone and structs of persons have no conversion to Value, so that logging one does not compile.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace yilin::log {

class Value {
 public:
  Value(std::string_view text) : text_(text) {}
  Value(const char* text) : text_(text) {}
  Value(const std::string& text) : text_(text) {}
  template <class N>
    requires std::is_integral_v<N>
  Value(N number) : number_(static_cast<std::int64_t>(number)), is_number_(true) {}
  void append_to(std::string& out) const;

 private:
  std::string_view text_;
  std::int64_t number_ = 0;
  bool is_number_ = false;
};

struct Pair {
  std::string_view key;
  Value value;
};

enum class Level { info, warning, error };
void write(Level level, std::string_view event, std::initializer_list<Pair> fields);
inline void info(std::string_view event, std::initializer_list<Pair> fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, std::initializer_list<Pair> fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, std::initializer_list<Pair> fields = {}) { write(Level::error, event, fields); }
void set_quiet(bool quiet);  // tests

}  // namespace yilin::log
