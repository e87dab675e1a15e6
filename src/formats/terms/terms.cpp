#include "formats/terms/terms.h"

#include <fmt/format.h>

#include "formats/table.h"
#include "kernel/entity/json.h"

namespace yilin::formats::detail {

Status read_terms(const entity::Table& fields, const std::filesystem::path& file, const ErrorKind& broken, Date today,
                  const std::function<void*()>& next) {
  const auto wrong = [&](std::size_t row, std::string_view why) {
    return fail(broken, fmt::format("{} 第 {} 行：{}", file.filename().string(), row, why));
  };
  YILIN_TRY(const auto reader, open_table_file(file));
  Row row;
  YILIN_TRY(const bool any, reader->next(row));
  if (!any) return wrong(1, "没有表头。");
  std::vector<const entity::Field*> columns;
  for (const std::string_view name : row.cells) {
    columns.push_back(fields.find(name));
    if (columns.back() == nullptr) return wrong(row.number, fmt::format("不认识的列“{}”。", name));
  }
  for (;;) {
    YILIN_TRY(const bool more, reader->next(row));
    if (!more) return {};
    void* terms = next();
    entity::Input input{today, {}};
    entity::json::object given;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const entity::Field& field = *columns[i];
      if (row.cell(i).empty()) continue;
      given[field.name] = true;
      field.codec->from_text(row.cell(i), field.member(terms), field, std::string(field.name), input);
    }
    entity::detail::require_members(fields, terms, input, "", &given);
    if (!input.errors.empty()) return wrong(row.number, input.errors.front().message);
  }
}

}  // namespace yilin::formats::detail
