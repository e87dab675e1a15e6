#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "check/routing/check.h"
#include "engines/routing/solver.h"
#include "engines/routing/synchronised.h"
#include "formats/routing/benchmark_text.h"
#include "formats/routing/explanation.h"
#include "formats/routing/home_care.h"
#include "formats/routing/plan_text.h"
#include "formats/routing/vroom.h"
#include "main/engine_commands.h"
#include "main/engine_files.h"

namespace yilin::commands {
namespace {

struct RouteOptions {
  std::string in = "-", out = "-", format = "vroom", objective, rounding, plan, visit, vehicle;
  double seconds = 0;
  std::int64_t iterations = 0, horizon = 0;
  int threads = 1;
  std::uint64_t seed = 1;
};

std::optional<formats::Rounding> rounding_of(const RouteOptions& o) {
  if (o.rounding == "dimacs") return formats::Rounding::dimacs;
  if (o.rounding == "exact") return formats::Rounding::exact;
  if (o.rounding == "nearest") return formats::Rounding::nearest;
  return std::nullopt;
}

// Ten seconds unless something else was said.
double seconds_of(const RouteOptions& o) { return o.seconds > 0 || o.iterations > 0 ? o.seconds : 10; }

routing::Options options_of(const RouteOptions& o) {
  routing::Options options;
  options.iterations = o.iterations;
  options.seconds = seconds_of(o);
  options.horizon = o.horizon;
  options.threads = o.threads;
  options.seed = o.seed;
  return options;
}

void report(const routing::Answer& answer, std::int64_t unit) {
  const double cost = static_cast<double>(answer.score.cost) / static_cast<double>(routing::kCostScale * unit);
  fmt::print(stderr, "路线 {}，未安排 {}，费用 {:.4f}；可重放：--iterations {} --horizon {}\n", answer.routes.size(), answer.unserved.size(), cost,
             answer.iterations, answer.horizon);
}

int solve_home_care(const RouteOptions& o, const std::string& text) {
  const auto day = formats::read_home_care(text);
  if (!day) return say(day.error());
  routing::SyncOptions options;
  options.iterations = o.iterations;
  options.seconds = seconds_of(o);
  options.horizon = o.horizon;
  options.seed = o.seed;
  const auto plan = routing::solve(day->problem, options);
  if (!plan) return say(plan.error());
  if (const auto written = write_text(o.out, formats::write_home_care(*day, *plan)); !written) return say(written.error());
  const auto part = [](routing::Units units) { return static_cast<double>(units) / formats::kHomeCareUnits; };
  fmt::print(stderr, "费用 {:.4f} = （路程 {:.4f} + 迟到合计 {:.4f} + 最大迟到 {:.4f}）/ 3；可重放：--iterations {} --horizon {}\n", part(plan->cost()) / 3,
             part(plan->travel), part(plan->tardiness), part(plan->greatest_tardiness), plan->iterations, plan->horizon);
  return 0;
}

int solve_benchmark(const RouteOptions& o, const std::string& text) {
  const bool fewest = o.objective == "vehicles";
  // Vehicles are counted under real distances: a plan that is on time there is so under every convention.
  const auto rounding = rounding_of(o).has_value() ? rounding_of(o) : fewest ? std::optional(formats::Rounding::exact) : std::nullopt;
  auto day = o.format == "solomon" ? formats::read_solomon(text, rounding.value_or(formats::Rounding::dimacs)) : formats::read_vrplib(text, rounding);
  if (!day) return say(day.error());
  day->problem.objective.fewest_carers = fewest;
  const auto answer = routing::solve(day->problem, options_of(o));
  if (!answer) return say(answer.error());
  if (const auto written = write_text(o.out, formats::write_sol(*day, *answer)); !written) return say(written.error());
  report(*answer, day->unit);
  return answer->unserved.empty() ? 0 : 1;
}

int solve_vroom(const RouteOptions& o, const std::string& text) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto refuse = [&](const Error& error) {
    std::string message;
    for (const FieldError& field : error.fields) message += fmt::format("{}{}：{}", message.empty() ? "" : "\n", field.field, field.message);
    if (message.empty()) message = error.message();
    write_text(o.out, formats::write_vroom_error(2, message));
    return say(error);
  };
  auto day = formats::read_vroom(text);
  if (!day) return refuse(day.error());
  if (o.objective == "vehicles") day->problem.objective.fewest_carers = true;
  auto options = options_of(o);
  if (day->plan) options.start = &*day->plan;
  const auto loaded = Clock::now();
  const auto answer = routing::solve(day->problem, options);
  if (!answer) return refuse(answer.error());
  formats::VroomTimes times;
  if (o.iterations <= 0) {  // a counted run is the same to the byte, so it reports no times
    const auto ms = [](auto a, auto b) { return std::chrono::duration_cast<std::chrono::milliseconds>(b - a).count(); };
    times = {ms(begin, loaded), ms(loaded, Clock::now())};
  }
  if (const auto written = write_text(o.out, formats::write_vroom(*day, *answer, times)); !written) return say(written.error());
  report(*answer, 1);
  return 0;
}

int solve(const RouteOptions& o) {
  const auto text = read_text(o.in);
  if (!text) return say(text.error());
  if (o.format == "hhcrsp") return solve_home_care(o, *text);
  if (o.format == "vroom") return solve_vroom(o, *text);
  return solve_benchmark(o, *text);
}

int check_plan(const RouteOptions& o) {
  const auto instance = read_text(o.in), plan = read_text(o.plan);
  if (!instance) return say(instance.error());
  if (!plan) return say(plan.error());
  const bool dimacs = o.rounding == "dimacs";
  const auto verdict = o.format == "hhcrsp"    ? check::check_home_care(*instance, *plan)
                       : o.format == "vroom"   ? check::check_vroom(*instance, *plan)
                       : o.format == "solomon" ? check::check_solomon(*instance, *plan, dimacs)
                                               : check::check_vrplib(*instance, *plan, dimacs);
  if (!verdict) return say(verdict.error());
  for (const auto& figure : verdict->figures) fmt::print("{} {:.6g}\n", figure.name, figure.value);
  for (const auto& violation : verdict->violations) fmt::print("{}\n", violation);
  fmt::print("{}\n", verdict->kept() ? "方案遵守全部规则。" : fmt::format("违反规则 {} 处。", verdict->violations.size()));
  return verdict->kept() ? 0 : 1;
}

Result<formats::Explanation> explained(const RouteOptions& o) {
  YILIN_TRY(const std::string instance, read_text(o.in));
  YILIN_TRY(const std::string plan_text, read_text(o.plan));
  const std::optional<std::string_view> vehicle = o.vehicle.empty() ? std::nullopt : std::optional<std::string_view>(o.vehicle);
  if (o.format == "hhcrsp") {
    YILIN_TRY(const auto day, formats::read_home_care(instance));
    YILIN_TRY(const auto plan, formats::read_home_care_plan(day, plan_text));
    return formats::explain(day, plan, o.visit, vehicle);
  }
  if (o.format == "vroom") {
    YILIN_TRY(const auto day, formats::read_vroom(instance));
    YILIN_TRY(const auto plan, formats::read_vroom_plan(day, plan_text));
    return formats::explain(day.problem, plan, o.visit, vehicle, 1, day.skills);
  }
  YILIN_TRY(const auto day, o.format == "solomon" ? formats::read_solomon(instance, rounding_of(o).value_or(formats::Rounding::dimacs))
                                                  : formats::read_vrplib(instance, rounding_of(o)));
  YILIN_TRY(const auto plan, formats::read_sol(day, plan_text));
  return formats::explain(day.problem, plan, o.visit, vehicle, day.unit);
}

int explain_visit(const RouteOptions& o) {
  const auto why = explained(o);
  if (!why) return say(why.error());
  fmt::print("{}", formats::to_text(*why));
  if (o.out != "-")
    if (const auto written = write_text(o.out, formats::to_json(*why) + "\n"); !written) return say(written.error());
  return why->served ? 0 : 1;
}

}  // namespace

EngineCommand add_route(CLI::App& app) {
  auto o = std::make_shared<RouteOptions>();
  auto* command = app.add_subcommand("route", "排班与路线：读入一天的服务与人员，给出每人的路线");
  const auto files = [&](CLI::App* sub) {
    sub->add_option("--in", o->in, "输入文件（- 为标准输入）");
    sub->add_option("--format", o->format, "vroom（默认）、solomon、vrplib、hhcrsp")->check(CLI::IsMember({"vroom", "solomon", "vrplib", "hhcrsp"}));
    sub->add_option("--rounding", o->rounding, "距离的约定：dimacs 舍到一位小数，exact 实数，nearest 四舍五入到整数")
        ->check(CLI::IsMember({"dimacs", "exact", "nearest"}));
  };
  files(command);
  command->add_option("--out", o->out, "输出文件（- 为标准输出）：vroom 与 hhcrsp 为 JSON，其余为 .sol");
  command->add_option("--seconds", o->seconds, "处理器时间上限，秒（默认 10）")->check(CLI::Range(0.0, 86'400.0));
  command->add_option("--iterations", o->iterations, "迭代次数：同一输入、种子与次数得到逐字节相同的结果")->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 50));
  command->add_option("--horizon", o->horizon, "重放限时运行时，照它打印的数填写")->check(CLI::NonNegativeNumber);
  command->add_option("--threads", o->threads, "线程数（默认 1；不影响结果）")->check(CLI::Range(1, 64));
  command->add_option("--seed", o->seed, "随机种子（默认 1）");
  command->add_option("--objective", o->objective, "cost（默认，费用或距离）或 vehicles（先求人员或车辆最少）")->check(CLI::IsMember({"cost", "distance", "vehicles"}));
  command->require_subcommand(0, 1);
  auto* check = command->add_subcommand("check", "独立核对：方案是否遵守全部规则，并重算各项数字");
  files(check);
  check->add_option("--plan", o->plan, "方案文件")->required();
  auto* explain = command->add_subcommand("explain", "说明：这项任务为什么由这位人员做、换一位会怎样，或为什么没有安排");
  files(explain);
  explain->add_option("--plan", o->plan, "方案文件（route 的输出）")->required();
  explain->add_option("--visit", o->visit, "任务编号（vroom 的取送任务写作 pickup 3、delivery 3）")->required();
  explain->add_option("--vehicle", o->vehicle, "只看这位人员（车辆）");
  explain->add_option("--out", o->out, "另存为 JSON");
  return {command, [=] { return *check ? check_plan(*o) : *explain ? explain_visit(*o) : solve(*o); }};
}

}  // namespace yilin::commands
