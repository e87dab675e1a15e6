// yilin import elders|workers|providers|orders FILE: the same jobs as the page 数据导入.
#include <fmt/format.h>

#include "main/admin.h"
#include "main/commands.h"

namespace yilin::commands {
namespace {

namespace json = entity::json;

std::string text(const json::value& object, std::string_view name) { return std::string(object.at(name).as_string()); }
std::int64_t number(const json::value& object, std::string_view name) { return object.at(name).as_int64(); }

bool still(const json::value& view) {
  const std::string state = text(view.at("job"), "state");
  return state == "checking" || state == "running";
}

void show(const json::value& view) {
  const json::value& job = view.at("job");
  fmt::print(stderr, "\r  {} 第 {} 行，新增 {}，已有 {}，有误 {}\x1b[K", text(job, "state") == "checking" ? "检查" : "导入", number(job, "position"),
             number(job, "added"), number(job, "known"), number(job, "wrong"));
}

// The mapping that was guessed, with what the command line says written over it.
json::array mapped(const json::value& view, const std::vector<std::string>& said) {
  json::array columns = view.at("columns").as_array();
  for (const std::string& pair : said) {
    const std::size_t equals = pair.rfind('=');
    if (equals == std::string::npos) throw sql::Failure("--mapping 应写作“表头=字段”：" + pair);
    bool found = false;
    for (json::value& column : columns)
      if (std::string_view(column.at("header").as_string()) == std::string_view(pair).substr(0, equals)) {
        column.as_object()["field"] = pair.substr(equals + 1);
        found = true;
      }
    if (!found) throw sql::Failure("文件里没有这个表头：" + pair.substr(0, equals));
  }
  return columns;
}

}  // namespace

int import_rows(const ImportRowsOptions& options) {
  Admin admin(options.city);
  json::value view = admin.upload("/api/uploads/imports/" + options.kind, options.file);
  const std::string id = text(view.at("job"), "id");
  const std::string job = "/api/imports/" + id;
  if (!options.mapping.empty())
    view = admin.ask("PUT", job + "/mapping",
                     json::serialize(json::object{{"version", view.at("job").at("version")}, {"columns", mapped(view, options.mapping)}}));
  const auto over = [](const json::value& now) { return !still(now); };
  admin.ask("POST", job + "/check", "{}");
  view = admin.wait(job, over, show);
  fmt::print(stderr, "\n");
  if (text(view.at("job"), "state") != "checked") throw sql::Failure(text(view.at("job"), "problem"));
  if (!options.dry_run) {
    admin.ask("POST", job + "/run", "{}");
    view = admin.wait(job, over, show);
    fmt::print(stderr, "\n");
  }
  const json::value& result = view.at("job");
  if (!options.errors.empty() && number(result, "wrong") > 0) admin.save(job + "/errors.xlsx", options.errors);
  if (!options.dry_run && text(result, "state") != "done") throw sql::Failure(text(result, "problem"));
  fmt::print("批次 {}：共 {} 行，{} {}，已有 {}，有误 {}，疑似重复 {} 对。\n", id, number(result, "rows_total"), options.dry_run ? "可新增" : "新增",
             number(result, "added"), number(result, "known"), number(result, "wrong"), number(result, "pairs"));
  return number(result, "wrong") == 0 ? 0 : 1;
}

}  // namespace yilin::commands
