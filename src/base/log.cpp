#include "base/log.h"

#include <atomic>
#include <cstdio>

#include <fmt/format.h>

#include "base/time.h"

namespace yilin::log {
namespace {
std::atomic<bool> quiet_flag{false};

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20) fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    else out += c;
  }
}
}  // namespace

void Value::append_to(std::string& out) const {
  if (is_number_) {
    out += std::to_string(number_);
    return;
  }
  out += '"';
  append_escaped(out, text_);
  out += '"';
}

void write(Level level, std::string_view event, std::initializer_list<Pair> fields) {
  if (quiet_flag.load(std::memory_order_relaxed)) return;
  static constexpr std::string_view names[] = {"info", "warning", "error"};
  std::string line = fmt::format(R"({{"at":"{}","level":"{}","event":")", to_string(system_clock().now()),
                                 names[static_cast<int>(level)]);
  append_escaped(line, event);
  line += '"';
  for (const Pair& field : fields) {
    line += ",\"";
    append_escaped(line, field.key);
    line += "\":";
    field.value.append_to(line);
  }
  line += "}\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void set_quiet(bool quiet) { quiet_flag = quiet; }
}  // namespace yilin::log
