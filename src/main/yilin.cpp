// The command line. Everything else is in the rooms.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "main/commands.h"
#include "main/engine_commands.h"
#include "sim/demo.h"

int main(int argc, char** argv) {
  using namespace yilin;
  CLI::App app{"颐邻 Yilin：城市居家社区养老服务系统"};
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  CityOptions city;
  const auto common = [&](CLI::App* command) {
    command->add_option("--data", city.data, "数据目录（密钥、检查点、附件；默认 var）");
    command->add_option("--db", city.database, "数据库：sqlite:<文件> 或 postgresql://…（默认 <data>/yilin.db）");
    command->add_option("--cell", city.cell, "单元编号 0–1023")->check(CLI::Range(0, 1023));
    return command;
  };

  commands::ServeOptions serve;
  auto* serve_command = common(app.add_subcommand("serve", "启动服务"));
  serve_command->add_option("--address", serve.address, "监听地址（默认 127.0.0.1）");
  serve_command->add_option("--port", serve.port, "端口（默认 8080；0 为任意空闲端口）");
  serve_command->add_option("--web", serve.web, "前端目录（web/dist）");
  serve_command->add_flag("--demo", serve.demo, "演示：可以播放演示日（只对模拟数据有效）");
  serve_command->add_option("--ready-file", serve.ready_file, "开始监听后写入端口号的文件");
  auto* migrate_command = common(app.add_subcommand("migrate", "建立或升级数据库"));
  auto* verify_command = common(app.add_subcommand("verify", "核对办理记录的链条与检查点，指出被改动、删除或截断之处"));
  auto* checkpoints_command = common(app.add_subcommand("restart-checkpoints", "检查点文件遗失或不符时，由负责人决定重新开始检查点（记入办理记录）"));
  std::string checkpoints_reason;
  checkpoints_command->add_option("--reason", checkpoints_reason, "为什么重新开始，由谁决定")->required();
  auto* backup_command = common(app.add_subcommand("backup", "备份数据库、检查点与附件（服务可在运行；不含主密钥）"));
  std::string folder;
  backup_command->add_option("folder", folder, "备份目录：不存在或为空")->required();
  auto* restore_command = common(app.add_subcommand("restore", "从备份恢复（数据目录须只有 keys/，服务须已停止）"));
  restore_command->add_option("folder", folder, "备份目录")->required();

  commands::DemoCommand demo;
  demo.source = YILIN_SOURCE_DIR;
  auto* demo_command = common(app.add_subcommand("demo", "生成模拟城市：老人、机构、人员、账号与往日订单；已有则只显示账号"));
  demo_command->add_option("--city", demo.city_code, "城市的区划代码，4 位或 6 位（默认 4109 濮阳市）");
  demo_command->add_option("--elders", demo.elders, "老人数（默认 20000）")->check(CLI::Range(std::int64_t{100}, sim::kEldersMax));
  demo_command->add_option("--days", demo.days, "往日天数（默认 60）")->check(CLI::Range(1, 80));
  demo_command->add_option("--seed", demo.seed, "随机种子（默认 1）：相同种子生成相同的老人");
  demo_command->add_option("--source", demo.source, "基础数据所在目录（含 data/）");
  demo_command->add_flag("--if-empty", demo.if_empty, "已有正式数据时不算出错");
  demo_command->add_flag("--verbose", demo.verbose, "列出演练中未办成的原因");

  commands::SimulateDay simulated;
  simulated.source = YILIN_SOURCE_DIR;
  auto* simulate_command = app.add_subcommand("simulate-day", "模拟一座城市的一天：拒单、生病、晚到都按概率发生，给出响应、路程、准时、工时均衡、熟悉程度与未完成原因");
  simulate_command->add_option("--city", simulated.city_code, "城市的区划代码（默认 4109 濮阳市）");
  simulate_command->add_option("--elders", simulated.elders, "老人数（默认 5000）")->check(CLI::Range(std::int64_t{100}, sim::kEldersMax));
  simulate_command->add_option("--orders", simulated.orders, "每天下单数（默认随老人数）")->check(CLI::Range(0.0, 20'000.0));
  simulate_command->add_option("--carers", simulated.carers, "服务人员数（默认随老人数）")->check(CLI::Range(std::int64_t{0}, std::int64_t{20'000}));
  simulate_command->add_option("--days-before", simulated.days_before, "先演练的天数：老人由此有熟悉的人员（默认 5）")->check(CLI::Range(1, 30));
  simulate_command->add_option("--day", simulated.day, "哪一天（默认 2026-03-10）");
  simulate_command->add_option("--seed", simulated.seed, "随机种子（默认 1）");
  simulate_command->add_option("--refuses", simulated.refuses, "拒单的百分比（默认 7）")->check(CLI::Range(0.0, 100.0));
  simulate_command->add_option("--ill", simulated.ill, "临时生病的百分比，按已接的服务（默认 1.2）")->check(CLI::Range(0.0, 100.0));
  simulate_command->add_option("--late", simulated.late, "到达时间的标准差，分钟（默认 5）")->check(CLI::Range(0.0, 120.0));
  simulate_command->add_option("--json", simulated.json, "另存为 JSON");
  simulate_command->add_option("--source", simulated.source, "基础数据所在目录（含 data/）");

  commands::ImportOptions base;
  base.source = YILIN_SOURCE_DIR;
  auto* import_command = common(app.add_subcommand("import", "导入：divisions 行政区划、catalogue 服务目录；elders、workers、providers、orders 来自 CSV 或 XLSX 文件"));
  import_command->add_option("kind", base.kind, "divisions、catalogue，或 elders 老人、workers 服务人员、providers 服务组织和设施、orders 往日订单")
      ->required()->check(CLI::IsMember({"divisions", "catalogue", "elders", "workers", "providers", "orders"}));
  commands::ImportRowsOptions rows;
  import_command->add_option("file", rows.file, "要导入的文件（elders 等四类）");
  import_command->add_option("--mapping", rows.mapping, "某列对应的字段，可多个：表头=字段；字段为空则不导入该列");
  import_command->add_flag("--dry-run", rows.dry_run, "只检查，不写入");
  import_command->add_option("--errors", rows.errors, "把有误的行写入这个 .xlsx 文件");
  import_command->add_option("--source", base.source, "基础数据所在目录（含 data/）");

  commands::UserOptions user;
  auto* user_command = app.add_subcommand("user", "账号：在服务器上新建、重置、列出（服务运行时经管理套接字办理）");
  user_command->require_subcommand(1);
  auto* user_add_command = common(user_command->add_subcommand("add", "新建账号，显示一次性口令"));
  user_add_command->add_option("username", user.username, "用户名：3–32 位小写字母、数字、. _ -")->required();
  user_add_command->add_option("name", user.name, "姓名")->required();
  user_add_command->add_option("--role", user.roles, "角色，可多个：system_admin security_admin auditor official community_worker hotline_operator dispatcher finance …");
  user_add_command->add_option("--region", user.region, "所属与管辖区划，12 位（默认全市）");
  auto* user_reset_command = common(user_command->add_subcommand("reset", "重置口令，并解除锁定与停用"));
  user_reset_command->add_option("username", user.username, "用户名")->required();
  user_reset_command->add_flag("--forget-totp", user.forget_totp, "同时解除动态口令绑定");
  auto* user_list_command = common(user_command->add_subcommand("list", "列出账号"));

  const commands::EngineCommand engines[] = {commands::add_route(app), commands::add_policy(app), commands::add_site(app)};
  auto* openapi_command = app.add_subcommand("openapi", "输出接口说明（OpenAPI 3.1）");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e);
  }
  try {
    serve.city = demo.city = base.city = rows.city = user.city = city;
    rows.kind = base.kind;
    if (*serve_command) return commands::serve(serve);
    if (*migrate_command) return commands::migrate(city);
    if (*verify_command) return commands::verify(city);
    if (*checkpoints_command) return commands::restart_checkpoints(city, checkpoints_reason);
    if (*backup_command) return commands::backup(city, folder);
    if (*restore_command) return commands::restore(city, folder);
    if (*demo_command) return commands::demo(demo);
    if (*simulate_command) return commands::simulate_day(simulated);
    if (*import_command && rows.file.empty()) return commands::import_base(base);
    if (*import_command) return commands::import_rows(rows);
    if (*user_add_command) return commands::user_add(user);
    if (*user_reset_command) return commands::user_reset(user);
    if (*user_list_command) return commands::user_list(user);
    if (*openapi_command) return commands::openapi();
    for (const auto& engine : engines)
      if (*engine.command) return engine.run();
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
  }
  return 1;
}
