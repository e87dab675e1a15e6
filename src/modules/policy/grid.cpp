#include "modules/policy/grid.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace yilin::policies::grid {
namespace {

struct Bytes {
  std::size_t begin = 0, end = 0;
};
struct Line {
  Bytes all;                 // without the line end
  std::string_view text;     // the same, without comment and carriage return
};

bool bar(char32_t c) { return c == '|' || c == U'｜'; }
bool comment(char32_t c) { return c == '#' || c == U'＃'; }

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  for (std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    for (std::string_view rest = line; !rest.empty();) {
      const std::size_t at = line.size() - rest.size();
      if (comment(text::take(rest))) {
        line = line.substr(0, at);
        break;
      }
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back({{begin, end}, line});
    begin = end + 1;
  }
  return out;
}

// Byte offsets of the bars in the line: before the first lies only blank, else it is no row.
std::vector<Bytes> bars_of(std::string_view line) {
  std::vector<Bytes> out;
  for (std::string_view rest = line; !rest.empty();) {
    const std::size_t at = line.size() - rest.size();
    if (bar(text::take(rest))) out.push_back({at, line.size() - rest.size()});
  }
  if (out.size() < 2 || !text::trim(line.substr(0, out.front().begin)).empty()) return {};
  return out;
}

std::vector<Bytes> cells_of(std::string_view line) {
  const std::vector<Bytes> bars = bars_of(line);
  std::vector<Bytes> out;
  for (std::size_t i = 0; i + 1 < bars.size(); ++i) out.push_back({bars[i].end, bars[i + 1].begin});
  return out;
}

std::vector<std::string> texts_of(std::string_view line) {
  std::vector<std::string> out;
  for (const Bytes& c : cells_of(line)) out.emplace_back(text::trim(line.substr(c.begin, c.end - c.begin)));
  return out;
}

bool indented(std::string_view line) {
  if (line.empty()) return true;
  const char32_t c = text::take(line);
  return c == ' ' || c == '\t' || c == 0x3000 || c == 0x00A0 || c == '\r' || bar(c);
}

// "标准表 高龄津贴标准" → its kind and name.
std::optional<Grid> head_of(std::string_view line, std::int64_t number) {
  const auto word = [&] {
    line = text::trim(line);
    std::size_t end = 0;
    for (std::string_view rest = line; !rest.empty(); end = line.size() - rest.size()) {
      const char32_t c = text::take(rest);
      if (c == ' ' || c == '\t' || c == 0x3000 || c == 0x00A0) break;
    }
    const std::string_view out = line.substr(0, end);
    line = line.substr(end);
    return out;
  };
  const std::string_view key = word();
  if (key != "标准表" && key != "决策表") return {};
  Grid out;
  out.kind = key == "标准表" ? Kind::parameters : Kind::decision;
  out.name = word();
  out.line = number;
  return out;
}

Status check_cells(const std::vector<std::string>& cells, std::size_t columns) {
  const auto wrong = [](std::string message) { return fail_field("cells", "各格", std::move(message)); };
  if (cells.size() != columns) return wrong(fmt::format("表头有 {} 格，填写了 {} 格。", columns, cells.size()));
  for (const std::string& cell : cells) {
    if (!text::valid(cell) || cell.find_first_of("\n\t") != std::string::npos) return wrong("格子里只能写一行文字。");
    if (text::length(cell) > kCellCharsMax) return wrong(fmt::format("一格不超过 {} 个字。", kCellCharsMax));
    for (std::string_view rest = cell; !rest.empty();)
      if (const char32_t c = text::take(rest); bar(c) || comment(c)) return wrong("格子里不能写“|”和“#”。");
  }
  return {};
}

}  // namespace

std::span<const entity::EnumName> enum_names(Kind) {
  static constexpr entity::EnumName names[] = {{1, "parameters", "标准表"}, {2, "decision", "决策表"}};
  return names;
}
std::span<const entity::EnumName> enum_names(Operation) {
  static constexpr entity::EnumName names[] = {{1, "set", "修改"}, {2, "insert_after", "在后面插入"}, {3, "remove", "删除"}};
  return names;
}

std::vector<Grid> read(std::string_view text) {
  std::vector<Grid> out;
  bool open = false;
  std::int64_t number = 0;
  for (const Line& line : lines_of(text)) {
    ++number;
    if (text::trim(line.text).empty()) continue;
    if (!indented(line.text)) {
      auto head = head_of(line.text, number);
      open = head.has_value();
      if (open) out.push_back(std::move(*head));
      continue;
    }
    if (!open) continue;
    std::vector<std::string> cells = texts_of(line.text);
    if (cells.empty()) continue;
    if (out.back().columns.empty()) out.back().columns = std::move(cells);
    else out.back().rows.push_back({number, std::move(cells)});
  }
  std::erase_if(out, [](const Grid& g) { return g.columns.empty(); });
  return out;
}

Result<std::string> edit(std::string_view text, std::int64_t number, Operation operation, const std::vector<std::string>& cells) {
  const auto no_row = [] { return fail_field("line", "行号", "这一行不是表格的行。"); };
  const std::vector<Line> lines = lines_of(text);
  if (number < 1 || number > static_cast<std::int64_t>(lines.size())) return no_row();
  const Line& line = lines[static_cast<std::size_t>(number - 1)];
  const std::vector<Grid> grids = read(text);
  const Grid* grid = nullptr;
  bool row = false;
  for (const Grid& g : grids) {
    const bool own = std::ranges::any_of(g.rows, [&](const Row& r) { return r.line == number; });
    const std::int64_t end = &g == &grids.back() ? static_cast<std::int64_t>(lines.size()) + 1 : (&g + 1)->line;
    const bool head = !own && g.line < number && number < end && texts_of(line.text) == g.columns &&
                      (g.rows.empty() || number < g.rows.front().line);
    if (!own && !head) continue;
    grid = &g;
    row = own;
  }
  if (grid == nullptr || (!row && operation != Operation::insert_after)) return no_row();

  std::string out(text);
  if (operation == Operation::remove) {
    const bool last = line.all.end == text.size();
    const std::size_t begin = last && line.all.begin > 0 ? line.all.begin - 1 : line.all.begin;
    out.erase(begin, (last ? line.all.end : line.all.end + 1) - begin);
    return out;
  }
  YILIN_CHECK(check_cells(cells, grid->columns.size()));
  if (operation == Operation::set) {
    const std::vector<Bytes> spots = cells_of(line.text);
    if (spots.size() != cells.size()) return fail_field("cells", "各格", "这一行的格数与表头不一致，请在正文里修改。");
    for (std::size_t i = spots.size(); i-- > 0;) {
      const std::string_view before = line.text.substr(spots[i].begin, spots[i].end - spots[i].begin);
      const std::string_view old = text::trim(before), now = text::trim(cells[i]);
      if (old == now) continue;
      // Blanks around the words stay; an empty cell gets one on either side.
      std::size_t begin = line.all.begin + spots[i].begin, length = before.size();
      std::string put = fmt::format(" {} ", now);
      if (!old.empty()) {
        begin += static_cast<std::size_t>(old.data() - before.data());
        length = old.size();
        put = now.empty() ? "" : std::string(now);
      }
      out.replace(begin, length, put);
    }
    return out;
  }
  const std::string_view whole = text.substr(line.all.begin, line.all.end - line.all.begin);
  std::string added(line.text.substr(0, bars_of(line.text).front().begin));
  added += "|";
  for (const std::string& cell : cells) added += fmt::format(" {} |", text::trim(cell));
  if (line.all.end == text.size()) {
    out += "\n" + added;
  } else {
    if (whole.ends_with('\r')) added += '\r';
    out.insert(line.all.end + 1, added + "\n");
  }
  return out;
}

}  // namespace yilin::policies::grid
