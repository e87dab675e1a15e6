#include "sim/module.h"

#include "kernel/entity/json.h"
#include "modules/region/region.h"
#include "sim/ears.h"
#include "sim/live_day.h"

namespace yilin::sim {
namespace {

constexpr access::Permission kPlay{"sim.play", "播放演示日", {access::Role::official, access::Role::dispatcher, access::Role::hotline_operator, access::Role::system_admin}};

struct PlayInput {
  std::int64_t speed = 1;
  static const entity::Table& fields() {
    static const entity::Table table("SimPlayInput", "播放演示日", {entity::field<&PlayInput::speed>("speed", "倍速").range(1, 60)});
    return table;
  }
};
struct PlayState {
  bool playing = false;
  std::int32_t speed = 0;
  static const entity::Table& fields() {
    static const entity::Table table("SimState", "演示日状态",
                                     {entity::field<&PlayState::playing>("playing", "正在播放"), entity::field<&PlayState::speed>("speed", "倍速")});
    return table;
  }
};

PlayState state_of(const LiveDay& day) { return {day.speed() > 0, day.speed()}; }

// Starting and stopping a thread has no place on the writer: it happens before, and the command has nothing to write.
Status only_in_demo(Kernel& kernel) {
  if (!live_day(kernel).allowed()) return fail(yilin::errors::not_found, "只有演示系统可以播放演示日。");
  return {};
}

}  // namespace

Module module() {
  Module m;
  m.name = "sim";
  m.attach = [](Kernel& kernel, http::Router& router) {
    attach_ears(kernel);
    LiveDay& day = kernel.parts.put<LiveDay>(kernel);
    const auto answer = [&day](command::Tx& tx) -> Result<PlayState> {
      tx.nothing_to_do();
      return state_of(day);
    };
    router.query<http::Nothing, PlayState>({"GET /api/sim", "演示日状态", http::any_session},
                                           [&day](command::Reader& reader, const http::Nothing&) -> Result<PlayState> {
                                             YILIN_CHECK(only_in_demo(reader.kernel));
                                             return state_of(day);
                                           });
    router.command<PlayInput, PlayState>(
        {"POST /api/sim/play", "播放演示日", kPlay}, [answer](command::Tx& tx, const PlayInput&) { return answer(tx); },
        [&day](command::Reader& reader, PlayInput& in) -> Status {
          YILIN_CHECK(only_in_demo(reader.kernel));
          if (in.speed != 1 && in.speed != 60) return fail_field("speed", "倍速", "倍速只能是 1 或 60。");
          day.play(static_cast<int>(in.speed));
          return {};
        });
    router.command<http::Nothing, PlayState>(
        {"POST /api/sim/stop", "停止演示日", kPlay}, [answer](command::Tx& tx, const http::Nothing&) { return answer(tx); },
        [&day](command::Reader& reader, http::Nothing&) -> Status {
          YILIN_CHECK(only_in_demo(reader.kernel));
          day.stop();
          return {};
        });
  };
  m.verbs = {{"organisation.simulate", "生成模拟组织"}, {"worker.simulate", "生成模拟人员"}, {"facility.simulate", "生成模拟设施"}, {"quarter.simulate", "生成模拟小区"}, {"planning.simulate", "生成模拟规划方案"}, {"facility.fill", "生成模拟入住和到站"},
             {"assignment.offer", "派单"},              {"demo.progress", "生成演示数据"},
             {"demo.facts", "登记模拟事实"}, {"demo.award", "转入模拟待遇"}, {"demo.assessors", "生成模拟评估员"},       {"demo.assessments", "生成模拟评估"}};
  return m;
}

}  // namespace yilin::sim
