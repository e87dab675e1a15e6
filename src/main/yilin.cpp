// The command line. Everything else is in the rooms.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "main/commands.h"

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
  serve_command->add_flag("--demo", serve.demo, "演示：显示演示数据提示，开放短信信箱与来电模拟");
  serve_command->add_option("--ready-file", serve.ready_file, "开始监听后写入端口号的文件");
  auto* migrate_command = common(app.add_subcommand("migrate", "建立或升级数据库"));
  auto* verify_command = common(app.add_subcommand("verify", "核对办理记录的链条与检查点，指出被改动、删除或截断之处"));
  auto* openapi_command = app.add_subcommand("openapi", "输出接口说明（OpenAPI 3.1）");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e);
  }
  try {
    serve.city = city;
    if (*serve_command) return commands::serve(serve);
    if (*migrate_command) return commands::migrate(city);
    if (*verify_command) return commands::verify(city);
    if (*openapi_command) return commands::openapi();
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
  }
  return 1;
}
