#include "modules/orders/photos.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gcrypt.h>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/orders/rows.h"
#include "modules/orders/rules.h"

namespace yilin::orders {
namespace {
namespace fs = std::filesystem;

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

// What every browser can compute, too.
std::string sha256_of(std::string_view bytes) {
  std::uint8_t digest[32];
  gcry_md_hash_buffer(GCRY_MD_SHA256, digest, bytes.data(), bytes.size());
  return hex(digest);
}

// Named after what it shows, so that one photo is one file however often it comes.
fs::path place_of(const Kernel& kernel, std::string_view digest) {
  return fs::path(kernel.data_folder) / "photos" / std::string(digest.substr(0, 2)) / (std::string(digest) + ".sealed");
}
std::string associated(std::string_view digest) { return "evidence.photo|" + std::string(digest); }

bool synced(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  return ::close(file) == 0 && done;
}

// Sealed, whole and durable before any row names it.
Status store_file(const Kernel& kernel, std::string_view digest, const std::string& bytes) {
  const fs::path place = place_of(kernel, digest);
  std::error_code failed;
  if (fs::exists(place, failed)) return {};
  const sealing::Bytes sealed = sealing::Sealer(*kernel.keys, "evidence.photo").seal(bytes, associated(digest));
  fs::create_directories(place.parent_path(), failed);
  const fs::path spool = place.string() + "." + sealing::random_token(8);
  {
    std::ofstream out(spool, std::ios::binary);
    out.write(reinterpret_cast<const char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
  }
  if (synced(spool, O_RDWR)) {
    fs::rename(spool, place, failed);
    if (!failed && synced(place.parent_path(), O_RDONLY | O_DIRECTORY)) return {};
  }
  fs::remove(spool, failed);
  return fail(yilin::errors::busy, "照片没有存下，请稍后再传。");
}

Result<std::string> read_photo(const std::string& path) {
  std::error_code none;
  const auto bytes = fs::file_size(path, none);
  if (none || bytes > kPhotoBytesMax) return fail(yilin::errors::too_large, "照片不能超过 4 MB。");
  std::ifstream in(path, std::ios::binary);
  std::string out(std::istreambuf_iterator<char>(in), {});
  const auto is = [&](std::size_t at, unsigned char byte) { return static_cast<unsigned char>(out[at]) == byte; };
  if (out.size() < 4 || !is(0, 0xff) || !is(1, 0xd8) || !is(2, 0xff)) return fail_field("photo", "照片", "照片应为 JPEG 格式。");
  return out;
}

std::string_view query_of(const http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query)
    if (key == name) return value;
  return {};
}

template <class IdType>
Result<IdType> id_in_path(const http::Context& context) {
  const auto number = entity::parse_integer_text(context.parameter("id"));
  if (!number || *number <= 0) return fail(yilin::errors::not_found);
  return IdType{*number};
}

std::optional<Evidence> photo_with(command::Tx& tx, std::string_view digest) {
  return first<Evidence>(tx.db, tx.vault(), "evidence",
                         entity::store::select<Evidence>("evidence", "t").add(" WHERE t.digest = ? ORDER BY t.id LIMIT 1", digest));
}

PhotoKept kept(const Evidence& evidence, std::string sha256) { return {evidence.id, std::move(sha256), evidence.accepted, evidence.detail}; }

Result<PhotoKept> take_in(command::Tx& tx, AssignmentId id, Instant device_at, const std::string& digest, const std::string& sha256) {
  YILIN_TRY(const Assignment assignment, my_assignment(tx, id));
  const auto known = photo_with(tx, digest);
  if (known && known->assignment_id == assignment.id) {
    tx.nothing_to_do();
    return kept(*known, sha256);
  }
  if (assignment.state != AssignmentState::accepted && assignment.state != AssignmentState::en_route &&
      assignment.state != AssignmentState::checked_in)
    return fail(lifecycle::errors::illegal_move, "照片要在接单之后、签退之前拍。");
  int taken = 0;
  for (const Evidence& e : all<Evidence>(tx.db, tx.vault(), "evidence",
                                         entity::store::select<Evidence>("evidence", "t").add(" WHERE t.visit_id = ?", assignment.visit_id)))
    taken += e.assignment_id == assignment.id && e.kind == catalogue::Proof::photo;
  if (taken >= kPhotosMax) return fail_field("photo", "照片", fmt::format("一次服务最多 {} 张照片。", kPhotosMax));

  Evidence evidence;
  evidence.id = tx.new_id<EvidenceId>();
  evidence.visit_id = assignment.visit_id;
  evidence.assignment_id = assignment.id;
  evidence.worker_id = assignment.worker_id;
  evidence.kind = catalogue::Proof::photo;
  evidence.at_check_out = assignment.state == AssignmentState::checked_in;
  evidence.at = tx.now;
  evidence.device_at = device_at;
  const ProofVerdict verdict = judge({.kind = catalogue::Proof::photo, .digest = digest}, {});
  evidence.accepted = verdict.accepted && !known;
  evidence.points = evidence.accepted ? verdict.points : 0;
  evidence.detail = known ? "与另一次服务的照片相同" : verdict.detail;
  evidence.digest = digest;
  evidence.file_id = {evidence.id.value};
  entity::store::insert(tx.db, tx.vault(), "evidence", evidence);
  tx.changed({"order", assignment.order_id.value, assignment.region, assignment.organisation_id, assignment.worker_id, assignment.elder_id});
  tx.record({"evidence.photo", "visit", assignment.visit_id.value, assignment.region, assignment.elder_id, {}, entity::to_json(evidence)},
            assignment.organisation_id, assignment.worker_id);
  return kept(evidence, sha256);
}

Result<PhotoKept> keep(const http::Context& context, const http::Request& request) {
  Kernel& kernel = context.kernel;
  YILIN_TRY(const AssignmentId id, id_in_path<AssignmentId>(context));
  YILIN_TRY(const std::string bytes, read_photo(request.body));
  const auto device_at = parse_instant(query_of(request, "device_at"));
  const std::string digest = hex(sealing::sm3(bytes)), sha256 = sha256_of(bytes);
  YILIN_CHECK(store_file(kernel, digest, bytes));
  return command::run_for<PhotoKept>(kernel, *context.session.caller, [&](command::Tx& tx) {
    return take_in(tx, id, device_at ? *device_at : Instant{}, digest, sha256);
  });
}

Result<std::string> opened(const http::Context& context) {
  Kernel& kernel = context.kernel;
  YILIN_TRY(const EvidenceId id, id_in_path<EvidenceId>(context));
  std::string digest;
  {
    auto db = kernel.readers->borrow();
    sql::Statement statement("SELECT e.digest FROM evidence e JOIN visit t ON t.id = e.visit_id WHERE e.id = ? AND e.kind = ?", id,
                             catalogue::Proof::photo);
    if (context.session.caller->kind == access::CallerKind::worker)
      statement.add(" AND e.worker_id = ?", context.session.caller->worker);
    else statement.add(access::visible(kVisitOwner, *context.session.caller));
    auto rows = db->rows(statement);
    if (!rows.next()) return fail(yilin::errors::not_found);
    digest = rows.str(0);
  }
  if (digest.empty()) return fail(yilin::errors::not_found);
  std::ifstream in(place_of(kernel, digest), std::ios::binary);
  const sealing::Bytes sealed(std::istreambuf_iterator<char>(in), {});
  if (sealed.empty()) return fail(yilin::errors::not_found, "照片文件不在。");
  return sealing::Sealer(*kernel.keys, "evidence.photo").open(sealed, associated(digest));
}

}  // namespace

const entity::Table& PhotoKept::fields() {
  static const entity::Table table("PhotoKept", "照片", {
      entity::field<&PhotoKept::id>("id", "凭证编号"),
      entity::field<&PhotoKept::sha256>("sha256", "收到内容的 SHA-256"),
      entity::field<&PhotoKept::accepted>("accepted", "有效"),
      entity::field<&PhotoKept::detail>("detail", "说明"),
  });
  return table;
}

void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  const auto photo = keep(context, request);
  if (!photo) return responder->respond(http::Router::problem(photo.error()));
  http::Response response;
  response.body = entity::to_json(*photo);
  responder->respond(std::move(response));
}

void show_photo(http::Context context, http::Request, std::shared_ptr<http::Responder> responder) {
  auto photo = opened(context);
  if (!photo) return responder->respond(http::Router::problem(photo.error()));
  http::Response response;
  response.content_type = "image/jpeg";
  response.headers.emplace_back("cache-control", "private, no-store");
  response.body = std::move(*photo);
  responder->respond(std::move(response));
}

}  // namespace yilin::orders
