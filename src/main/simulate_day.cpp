// yilin simulate-day: a city's day played on a database of its own, which is thrown away.
#include <filesystem>

#include <fmt/format.h>

#include "main/commands.h"
#include "main/engine_files.h"
#include "modules/region/region.h"
#include "sim/day_play.h"

namespace yilin::commands {
namespace {

// A folder that goes with the object.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yilin-day-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw sql::Failure("临时目录无法建立。");
    path_ = pattern;
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Status found(Kernel& kernel, const SimulateDay& options, RegionCode city) {
  YILIN_CHECK(region::load_divisions(kernel, options.source + "/data/divisions/divisions.csv.xz"));
  return region::set_city(kernel, city, true);
}

}  // namespace

int simulate_day(const SimulateDay& options) {
  const auto city = RegionCode::parse(options.city_code);
  const auto day = Date::parse(options.day);
  const auto refused = [](const Error& error) {
    fmt::print(stderr, "{}\n", error.message());
    return 1;
  };
  if (!city) return refused(city.error());
  if (!day) return refused(day.error());
  sim::DayOptions wanted;
  wanted.seed = options.seed;
  wanted.elders = options.elders;
  wanted.days_before = options.days_before;
  wanted.orders_a_day = options.orders;
  wanted.workers = options.carers;
  wanted.day = *day;
  wanted.catalogue_folder = options.source + "/data/catalogue";
  wanted.chances.refuses = options.refuses / 100;
  wanted.chances.falls_ill = options.ill / 100;
  wanted.chances.late_minutes = options.late;

  const Scratch scratch;
  CityOptions where;
  where.data = scratch.path();
  where.quiet = true;
  sim::SimClock clock(sim::day_start(wanted));
  Status founded;
  City city_of = open_city(where, clock, [&](Kernel& kernel) { founded = found(kernel, options, *city); });
  if (!founded) return refused(founded.error());
  const std::int64_t began = system_clock().monotonic_us();
  std::string step;
  const auto played = sim::play_day(*city_of.kernel, *city_of.router, clock, wanted, [&](std::string_view now, std::int64_t, std::int64_t) {
    if (now != step) fmt::print(stderr, "{}…\n", now);
    step = now;
  });
  if (!played) return refused(played.error());
  fmt::print("{}", sim::to_text(played->report));
  fmt::print(stderr, "办理 {} 次，用时 {:.1f} 秒；种子 {}。\n", played->acts, static_cast<double>(system_clock().monotonic_us() - began) / 1e6, options.seed);
  if (!options.json.empty())
    if (const auto written = write_text(options.json, sim::to_json(played->report) + "\n"); !written) return refused(written.error());
  return 0;
}

}  // namespace yilin::commands
