// The file comes in; templates and faults go out.
#include "modules/imports/files.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/text.h"
#include "http/download/download.h"
#include "http/wire/target.h"
#include "kernel/entity/store.h"
#include "modules/imports/books.h"
#include "modules/imports/imports.h"
#include "modules/imports/permissions.h"
#include "modules/imports/sheet.h"
#include "modules/region/region.h"

namespace yilin::imports {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kDigestChunk = 1 << 20;

using Respond = std::shared_ptr<http::Responder>;
void refuse(const Respond& responder, const Error& error) { responder->respond(http::Router::problem(error)); }

// SM3 over the SM3s of pieces: no file of 600 MB is held in memory.
std::string digest_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string chunk(kDigestChunk, '\0'), digests;
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    const sealing::Digest piece = sealing::sm3(std::string_view(chunk.data(), static_cast<std::size_t>(in.gcount())));
    digests.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  }
  std::string out;
  for (const std::uint8_t byte : sealing::sm3(digests)) out += fmt::format("{:02x}", byte);
  return out;
}

std::string name_of(const http::Request& request) {
  const auto decoded = http::percent_decode(request.header("x-upload-name"));
  if (!decoded || !text::valid(*decoded) || decoded->empty()) return "未命名文件";
  return std::string(text::first(*decoded, 255));
}

// The smallest division that stands for the importer's scope.
RegionCode home_of(Kernel& kernel, const access::Caller& caller) {
  if (caller.kind == access::CallerKind::staff && !caller.scope.empty() && caller.scope.front().lo != 0) return {caller.scope.front().lo};
  return region::city(kernel);
}

ImportId earlier(command::Tx& tx, const Job& job) {
  auto rows = tx.db.rows(sql::Statement("SELECT j.id FROM import_job j WHERE j.digest = ? AND j.kind = ? AND j.state = ?", job.digest, job.kind, State::done)
                             .add(seen(tx.caller))
                             .add(" ORDER BY j.id DESC LIMIT 1"));
  return rows.next() ? rows.id<ImportId>(0) : ImportId{};
}

Result<JobView> take_in(http::Context& context, const http::Request& request, Kind kind) {
  Kernel& kernel = context.kernel;
  const access::Caller& caller = *context.session.caller;
  auto looked = look_at(kind, request.body);
  if (!looked) {
    Error error = std::move(looked).error();
    error.fields.push_back({"file", "文件", std::string(error.message())});
    return fail(std::move(error));
  }
  const Opening& opening = *looked;
  std::vector<ColumnUse> columns;
  const std::vector<std::string> fields = guess(kind, opening.headers);
  for (std::size_t i = 0; i < fields.size(); ++i) columns.push_back({static_cast<std::int32_t>(i), opening.headers[i], fields[i]});
  Job job;
  job.kind = kind;
  job.file_name = name_of(request);
  job.digest = digest_of(request.body);
  job.bytes = static_cast<std::int64_t>(fs::file_size(request.body));
  job.header_row = static_cast<std::int64_t>(opening.header_row);
  job.columns = columns_text(columns);
  job.region = home_of(kernel, caller);
  job.organisation_id = caller.organisation;
  job.by_user = caller.user;
  job.by_name = caller.kind == access::CallerKind::system ? "服务器管理员" : caller.name;
  const fs::path folder = fs::path(kernel.data_folder) / "imports";
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  const std::string moved = (folder / (sealing::random_token(12) + ".new")).string();
  fs::rename(request.body, moved);
  const Status made = command::run(kernel, caller, [&](command::Tx& tx) -> Status {
    job.id = tx.new_id<ImportId>();
    job.created_at = job.updated_at = tx.now;
    job.same_as = earlier(tx, job);
    entity::store::insert(tx.db, tx.vault(), "import_job", job);
    tx.set_deadline(kFileDeadline, job.id.value, tx.now + kFileKept);
    tx.record(act("import.upload", job), job.organisation_id);
    return {};
  });
  if (!made) {
    fs::remove(moved);
    return fail(made.error());
  }
  fs::rename(moved, file_path(kernel, job.id));
  auto lease = kernel.readers->borrow();
  return view_of(command::Reader{*lease, caller, kernel.clock.now(), kernel}, std::move(job));
}

http::RawHandler upload(Kind kind) {
  return [kind](http::Context context, http::Request request, Respond responder) {
    auto view = take_in(context, request, kind);
    if (!view) return refuse(responder, view.error());
    http::Response response;
    response.headers.emplace_back("cache-control", "no-store");
    response.body = entity::to_json(*view, context.session.caller->viewer);
    responder->respond(std::move(response));
  };
}

void give_template(http::Context context, http::Request request, Respond responder) {
  KindQuery in;
  Kernel& kernel = context.kernel;
  if (const auto ok = http::Router::read_input(KindQuery::fields(), &in, {&context.path, &request.query, nullptr}, civil_date(kernel.clock.now())); !ok)
    return refuse(responder, ok.error());
  std::string_view code;
  for (const entity::EnumName& name : enum_names(in.kind))
    if (name.value == static_cast<std::int64_t>(in.kind)) code = name.code;
  const auto sent = http::download::workbook(kernel, responder, fmt::format("template-{}.xlsx", code),
                              [&](const std::string& path) { return write_template(path, in.kind, kernel); });
  if (!sent) refuse(responder, sent.error());
}

Status give_errors(const http::Context& context, const http::Request& request, const Respond& responder) {
  Kernel& kernel = context.kernel;
  const access::Caller& caller = *context.session.caller;
  ImportPath in;
  YILIN_CHECK(http::Router::read_input(ImportPath::fields(), &in, {&context.path, &request.query, nullptr}, civil_date(kernel.clock.now())));
  Job job;
  {
    auto lease = kernel.readers->borrow();
    YILIN_TRY(job, visible_job(command::Reader{*lease, caller, kernel.clock.now(), kernel}, in.id));
  }
  if (!mine(caller, job)) return fail(errors::not_yours);
  if (!job.file_kept) return fail(errors::file_gone);
  YILIN_CHECK(command::run(kernel, caller, [&](command::Tx& tx) -> Status {
    tx.record(act("import.errors", job), job.organisation_id);
    return {};
  }));
  return http::download::workbook(kernel, responder, fmt::format("import-errors-{}.xlsx", job.id.value), [&](const std::string& path) {
    auto lease = kernel.readers->borrow();
    command::Reader reader{*lease, caller, kernel.clock.now(), kernel};
    return write_errors(path, job, reader);
  });
}

}  // namespace

void add_file_routes(http::Router& router) {
  const entity::Table* out = &JobView::fields();
  router.raw({"POST /api/uploads/imports/elders", "上传老人名册", import_elders, false}, upload(Kind::elders), nullptr, out);
  router.raw({"POST /api/uploads/imports/workers", "上传服务人员名册", import_workers, false}, upload(Kind::workers), nullptr, out);
  router.raw({"POST /api/uploads/imports/providers", "上传服务组织和设施名册", import_providers, false}, upload(Kind::providers), nullptr, out);
  router.raw({"POST /api/uploads/imports/orders", "上传往日订单", import_orders, false}, upload(Kind::orders), nullptr, out);
  router.raw({"GET /api/imports/template.xlsx", "下载导入模板", import_any}, give_template, &KindQuery::fields());
  router.raw({"GET /api/imports/{id}/errors.xlsx", "下载有误的行", import_any}, [](http::Context context, http::Request request, Respond responder) {
    if (const auto given = give_errors(context, request, responder); !given) refuse(responder, given.error());
  }, &ImportPath::fields());
}

}  // namespace yilin::imports
