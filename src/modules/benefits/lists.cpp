// A list comes in, is held against the elders, and is reported row by row.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/table.h"
#include "http/wire/target.h"
#include "kernel/command/command.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/lists.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/run_codec.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr std::size_t kRowsAtOnce = 200;
constexpr std::uintmax_t kFileBytesMax = 64u << 20;

struct UploadList {
  std::string source;
  Date as_of;
  static const entity::Table& fields() {
    static const entity::Table table("UploadList", "名单上传", {
        entity::field<&UploadList::source>("source", "来源单位").required().text_max(100),
        entity::field<&UploadList::as_of>("as_of", "数据日期"),
    });
    return table;
  }
};

enum class Use { nothing, id_card, name, from, death, fact };
struct Column {
  Use use = Use::nothing;
  policy::NameId fact = policy::kNone;
  std::string title;
};

Column use_of(const policy::RuleSet& rules, std::string_view title) {
  const std::string key(text::trim(title));
  const auto any = [&](std::initializer_list<std::string_view> words) { return std::ranges::find(words, key) != words.end(); };
  if (any({"身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证"})) return {Use::id_card, policy::kNone, key};
  if (any({"姓名", "老人姓名"})) return {Use::name, policy::kNone, key};
  if (any({"生效日期", "起始日期", "认定日期"})) return {Use::from, policy::kNone, key};
  if (any({"死亡日期", "去世日期", "火化日期"})) return {Use::death, rules.find(kAlive), key};
  for (const std::string& name : {key, "家庭." + key})
    if (const policy::NameId id = rules.find(name); id != policy::kNone && rules.name(id).kind == policy::NameKind::fact) return {Use::fact, id, key};
  return {Use::nothing, policy::kNone, key};
}

std::string columns_json(const policy::RuleSet& rules, const std::vector<Column>& columns) {
  constexpr std::string_view uses[] = {"不使用", "身份证号", "姓名", "生效日期", "死亡日期", ""};
  std::string out = "[";
  for (const Column& c : columns) {
    out += out.size() > 1 ? ",{\"title\":" : "{\"title\":";
    entity::append_json_string(out, text::first(c.title, 60));
    out += ",\"use\":";
    entity::append_json_string(out, c.use == Use::fact ? rules.name(c.fact).text : std::string(uses[static_cast<int>(c.use)]));
    out += '}';
  }
  return out + "]";
}

class Matcher {
 public:
  Matcher(command::Reader& reader, policies::Rules rules, std::vector<Column> columns, Date as_of)
      : reader_(reader), rules_(std::move(rules)), columns_(std::move(columns)), as_of_(as_of) {}

  // The facts of one row, each with what was found.
  void row(const formats::Row& in, std::vector<MatchRow>& out) {
    MatchRow base;
    base.row_number = static_cast<std::int64_t>(in.number);
    base.valid_from = as_of_;
    std::string_view card_text;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string_view cell = text::trim(in.cell(c));
      if (columns_[c].use == Use::id_card) card_text = cell;
      if (columns_[c].use == Use::name) base.name = text::first(cell, 50);
      if (columns_[c].use == Use::from && !cell.empty()) {
        const auto date = Date::parse(cell);
        if (!date) return faulty(std::move(base), columns_[c].title + "不是日期", out);
        base.valid_from = *date;
      }
    }
    const auto card = IdCard::parse(card_text, reader_.today());
    if (!card) return faulty(std::move(base), "身份证号不正确", out);
    base.id_card = *card;
    const auto elder = registry::by_id_card(reader_, *card);
    const auto facts = elder ? registry::facts(reader_.kernel, *elder) : std::nullopt;
    const bool seen = facts && reader_.caller.in_scope(facts->region);
    if (seen) {
      base.elder_id = facts->id;
      base.region = facts->region;
    }
    std::string trouble;
    std::optional<CaseFile> file;
    if (seen) {
      const auto brief = registry::brief(reader_, facts->id);
      if (brief && !base.name.empty() && text::name_key(base.name) != text::name_key(brief->name)) trouble = "姓名不符：档案为" + brief->name;
      if (auto dossier = load_dossier(reader_.db, reader_.kernel, facts->id)) file = build_case(*rules_, *dossier, now_of(reader_), urban(reader_.kernel, *dossier));
    }
    bool any = false;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::string_view cell = text::trim(in.cell(c));
      if (cell.empty() || (columns_[c].use != Use::fact && columns_[c].use != Use::death)) continue;
      any = true;
      MatchRow r = base;
      r.fact = rules_->name(columns_[c].fact).text;
      r.value = columns_[c].use == Use::death ? "否" : with_unit(*rules_, columns_[c].fact, cell);
      if (columns_[c].use == Use::death) {
        const auto on = Date::parse(cell);
        if (!on || *on > reader_.today()) {
          faulty(std::move(r), columns_[c].title + "不是过去的日期", out);
          continue;
        }
        r.valid_from = *on;
      }
      if (!base_value(*rules_, columns_[c].fact, r.value, reader_.today())) {
        r.value = text::first(r.value, 60);
        faulty(std::move(r), r.fact + "的取值不正确", out);
        continue;
      }
      judge(r, file ? &*file : nullptr, trouble);
      out.push_back(std::move(r));
    }
    if (!any) faulty(std::move(base), "这一行没有可用的值", out);
  }

 private:
  static void faulty(MatchRow r, std::string problem, std::vector<MatchRow>& out) {
    r.result = RowResult::faulty;
    r.problem = std::move(problem);
    out.push_back(std::move(r));
  }
  void judge(MatchRow& r, const CaseFile* file, const std::string& trouble) const {
    if (!r.elder_id) {
      r.result = RowResult::not_found;
      r.problem = "档案中没有此人，或不在您的管辖范围内";
      return;
    }
    const auto known = file ? std::ranges::find(file->facts, rules_->find(r.fact), &KnownFact::fact) : std::vector<KnownFact>::const_iterator{};
    const bool there = file && known != file->facts.end() && known->record;
    if (there) r.known_value = known->record->value;
    if (!trouble.empty()) {
      r.result = RowResult::conflict;
      r.problem = trouble;
    } else if (there && known->knowledge == Knowledge::known && known->record->value == r.value) {
      r.result = RowResult::same;
    } else if (there && known->knowledge != Knowledge::claimed && known->record->id && r.fact != kAlive) {
      r.result = RowResult::conflict;
      r.problem = fmt::format("{}记为{}", known->record->source, known->record->value);
    } else {
      r.result = RowResult::matched;
    }
  }

  command::Reader& reader_;
  policies::Rules rules_;
  std::vector<Column> columns_;
  Date as_of_;
};

std::int64_t& count_of(MatchList& list, RowResult result) {
  switch (result) {
    case RowResult::same: return list.same;
    case RowResult::conflict: return list.conflict;
    case RowResult::not_found: return list.not_found;
    case RowResult::faulty: return list.faulty;
    case RowResult::matched: break;
  }
  return list.matched;
}

tl::unexpected<Error> bad_file(std::string message) {
  Error error(errors::bad_list);
  error.fields.push_back({"file", "文件", std::move(message)});
  return fail(std::move(error));
}

Result<std::vector<MatchRow>> read_rows(command::Reader& reader, const std::string& path, MatchList& list) {
  auto table = formats::open_table_file(path);
  if (!table) return bad_file(std::string(table.error().message()));
  const auto rules = policies::in_force(reader.kernel);
  formats::Row row;
  auto head = (*table)->next(row);
  if (!head) return bad_file(std::string(head.error().message()));
  if (!*head) return bad_file("文件是空的。");
  std::vector<Column> columns;
  for (const std::string_view title : row.cells) columns.push_back(use_of(*rules, title));
  const auto has = [&](Use use) { return std::ranges::any_of(columns, [&](const Column& c) { return c.use == use; }); };
  if (!has(Use::id_card)) return bad_file("第一行应有“身份证号”一列。");
  if (!has(Use::fact) && !has(Use::death)) return bad_file("没有与规则中的事实同名的列，也没有“死亡日期”一列。");
  list.columns = columns_json(*rules, columns);
  std::vector<MatchRow> out;
  Matcher matcher(reader, rules, std::move(columns), list.as_of);
  for (;;) {
    auto found = (*table)->next(row);
    if (!found) return bad_file(std::string(found.error().message()));
    if (!*found) break;
    matcher.row(row, out);
    if (out.size() > kListRowsMax) return bad_file(fmt::format("一份名单最多 {} 项，请拆分。", kListRowsMax));
  }
  if (out.empty()) return bad_file("名单里没有一行数据。");
  return out;
}

Result<MatchList> take_in(http::Context& context, const http::Request& request) {
  Kernel& kernel = context.kernel;
  const access::Caller& caller = *context.session.caller;
  UploadList in;
  YILIN_CHECK(http::Router::read_input(UploadList::fields(), &in, {&context.path, &request.query, nullptr}, civil_date(kernel.clock.now())));
  MatchList list;
  list.source = in.source;
  const auto name = http::percent_decode(request.header("x-upload-name"));
  list.file_name = name && text::valid(*name) && !name->empty() ? std::string(text::first(*name, 200)) : "未命名文件";
  list.region = caller.kind == access::CallerKind::staff && !caller.scope.empty() && caller.scope.front().lo != 0 ? RegionCode{caller.scope.front().lo} : region::city(kernel);
  list.by_user = caller.user;
  list.by_name = caller.kind == access::CallerKind::system ? "系统" : caller.name;
  std::error_code none;
  if (std::filesystem::file_size(request.body, none) > kFileBytesMax || none) return bad_file("文件过大或没有收到。");
  {
    std::ifstream file(request.body, std::ios::binary);
    list.digest = digest_of(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  std::vector<MatchRow> rows;
  {
    auto lease = kernel.readers->borrow();
    command::Reader reader{*lease, caller, kernel.clock.now(), kernel};
    list.as_of = in.as_of ? in.as_of : reader.today();
    YILIN_TRY(rows, read_rows(reader, request.body, list));
  }
  for (std::size_t at = 0; at < rows.size(); at += kRowsAtOnce) {
    const auto chunk = std::span(rows).subspan(at, std::min(kRowsAtOnce, rows.size() - at));
    YILIN_CHECK(command::run(
        kernel, caller,
        [&](command::Tx& tx) -> Status {
          if (!list.id) list.id = tx.new_id<ListId>();
          for (MatchRow& r : chunk) {
            r.id = tx.new_id<ListRowId>();
            r.list_id = list.id;
            if (r.region.value == 0) r.region = list.region;
            entity::store::insert(tx.db, tx.vault(), "match_row", r);
          }
          tx.nothing_to_do();  // the act is the list, written last: without it nobody sees the rows
          return {};
        },
        sql::Lane::bulk));
  }
  list.rows = static_cast<std::int64_t>(rows.size());
  for (const MatchRow& r : rows) ++count_of(list, r.result);
  YILIN_CHECK(command::run(kernel, caller, [&](command::Tx& tx) -> Status {
    list.created_at = tx.now;
    entity::store::insert(tx.db, tx.vault(), "match_list", list);
    tx.record({"match_list.upload", "match_list", list.id.value, list.region, {}, {}, entity::to_json(list)});
    return {};
  }));
  return list;
}

}  // namespace

void add_list_routes(http::Router& router, const access::Permission& permission) {
  router.raw({"POST /api/uploads/benefits/lists", "上传比对名单", permission, false},
             [](http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
               auto list = take_in(context, request);
               if (!list) return responder->respond(http::Router::problem(list.error()));
               http::Response response;
               response.headers.emplace_back("cache-control", "no-store");
               response.body = entity::to_json(*list, context.session.caller->viewer);
               responder->respond(std::move(response));
             },
             &UploadList::fields(), &MatchList::fields());
}

}  // namespace yilin::benefits
