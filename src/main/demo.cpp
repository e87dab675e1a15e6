#include <filesystem>

#include <fmt/format.h>

#include "main/commands.h"
#include "modules/region/region.h"
#include "sim/demo.h"
#include "sim/staff.h"

namespace yilin::commands {
namespace {

// One line of the terminal, redrawn at most every tenth of a second.
class Line {
 public:
  void show(std::string_view step, std::int64_t done, std::int64_t total) {
    const std::int64_t now = system_clock().monotonic_us();
    if (step != step_) {
      close();
      step_ = step;
      started_ = now;
    } else if (now - shown_ < 100'000 && done != total) {
      return;
    }
    shown_ = now;
    if (total > 0) fmt::print(stderr, "\r  {} {}/{}（{:.1f} 秒）", step, done, total, static_cast<double>(now - started_) / 1e6);
    else fmt::print(stderr, "\r  {}", step);
    std::fflush(stderr);
  }
  void close() {
    if (!step_.empty()) fmt::print(stderr, "\n");
    step_.clear();
  }

 private:
  std::string step_;
  std::int64_t started_ = 0, shown_ = 0;
};

struct Seen {
  sim::DemoState state = sim::DemoState::none;
  std::string city;
  Instant start;
};

// What lies in the database before it is opened for writing; a new one has nothing.
Seen look(const std::string& url, int days) {
  Seen seen;
  seen.start = sim::demo_start(nullptr, days, system_clock().now());
  try {
    auto db = sql::open(url, sql::Role::reader);
    seen.state = sim::demo_state(*db);
    seen.city = region::setting(*db, "city").value_or("");
    seen.start = sim::demo_start(db.get(), days, system_clock().now());
  } catch (const sql::Failure&) {
    return seen;  // no file or no tables yet; a real fault shows itself when it is opened for writing
  }
  return seen;
}

template <class T>
T demanded(Result<T> result) {
  if (!result) throw sql::Failure(std::string(result.error().message()));
  return std::move(*result);
}
void demanded(const Status& status) {
  if (!status) throw sql::Failure(std::string(status.error().message()));
}

}  // namespace

int demo(const DemoCommand& options) {
  const auto code = RegionCode::parse(options.city_code);
  if (!code) {
    fmt::print(stderr, "城市代码“{}”不正确：应为 4 位或 6 位区划代码，例如 4109（濮阳市）。\n", options.city_code);
    return 1;
  }
  const Seen seen = look(database_url(options.city), options.days);
  if (seen.state == sim::DemoState::real_data) {
    fmt::print(stderr, "这个数据库已有正式数据，不会写入演示数据。\n");
    return options.if_empty ? 0 : 1;
  }
  if (!seen.city.empty() && seen.city != to_string(*code))
    fmt::print(stderr, "这个数据目录里已有城市 {} 的演示数据，继续使用它；换城市请用 --data 指定另一个目录。\n", seen.city);
  if (seen.state == sim::DemoState::made) {
    fmt::print("{}", sim::stored_account_table(options.city.data));
    return 0;
  }

  const std::int64_t started = system_clock().monotonic_us();
  sim::SimClock clock(seen.start);
  Line line;
  City city = open_city(options.city, clock, [&](Kernel& kernel) {
    demanded(region::load_divisions(kernel, options.source + "/data/divisions/divisions.csv.xz",
                                    [&](std::int64_t done, std::int64_t total) { line.show("载入全国行政区划", done, total); }));
    if (seen.city.empty()) demanded(region::set_city(kernel, *code, true));
  });
  city.kernel->start();
  sim::DemoOptions wanted{options.elders, options.days, options.seed, options.source + "/data/catalogue"};
  const sim::DemoReport report = demanded(sim::make_demo(*city.kernel, *city.router, clock, wanted,
                                                         [&](std::string_view step, std::int64_t done, std::int64_t total) { line.show(step, done, total); }));
  line.close();
  if (report.organisations > 0) fmt::print(stderr, "服务组织 {}，服务人员 {}。\n", report.organisations, report.workers);
  fmt::print(stderr, "演示数据已就绪：老人 {}，本次生成订单 {}，办理 {} 次，用时 {:.0f} 秒。\n", report.elders, report.orders, report.acts,
             static_cast<double>(system_clock().monotonic_us() - started) / 1e6);
  if (options.verbose)
    for (const auto& [error, count] : report.refusals) fmt::print(stderr, "  未成 {}：{} 次\n", error, count);
  fmt::print("{}", report.account_table);
  return 0;
}

}  // namespace yilin::commands
