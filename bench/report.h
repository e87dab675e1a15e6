#pragma once
// How a bench tells its figures: a line each for people, and at the end one line of JSON:
//   {"bench":"journal","results":[{"name":"…","value":1.5,"unit":"µs","bar":15,"pass":true}]}
// A result without a bar is a calibration or a side figure: its bar is null and it passes.

#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace yilin::bench {

class Report {
 public:
  explicit Report(std::string name) : name_(std::move(name)) {}
  void figure(std::string_view name, double value, std::string_view unit) { add(name, value, unit, {}, true); }
  void at_least(std::string_view name, double value, std::string_view unit, double bar) { add(name, value, unit, bar, value >= bar); }
  void at_most(std::string_view name, double value, std::string_view unit, double bar) { add(name, value, unit, bar, value <= bar); }
  // Prints the JSON line; returns what main() returns.
  int finish() const {
    fmt::print("{{\"bench\":\"{}\",\"results\":[{}]}}\n", name_, json_);
    return passed_ ? 0 : 1;
  }

 private:
  void add(std::string_view name, double value, std::string_view unit, std::optional<double> bar, bool pass) {
    const std::string limit = bar ? fmt::format("{:.6g}", *bar) : "null";
    fmt::print("{:<44} {:>12.6g} {:<10} {}\n", name, value, unit, bar ? fmt::format("bar {} {}", limit, pass ? "pass" : "FAIL") : "");
    std::fflush(stdout);
    json_ += fmt::format("{}{{\"name\":\"{}\",\"value\":{:.6g},\"unit\":\"{}\",\"bar\":{},\"pass\":{}}}", json_.empty() ? "" : ",", name, value, unit, limit, pass);
    passed_ = passed_ && pass;
  }
  std::string name_, json_;
  bool passed_ = true;
};

inline double cpu_us(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}
inline double thread_cpu_us() { return cpu_us(CLOCK_THREAD_CPUTIME_ID); }
inline double process_cpu_us() { return cpu_us(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace yilin::bench
