#include "modules/facilities/reach_layers.h"

#include <atomic>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "kernel/command/command.h"
#include "kernel/entity/json.h"
#include "kernel/entity/store.h"
#include "modules/facilities/memory.h"
#include "modules/facilities/reach_files.h"
#include "modules/facilities/register.h"
#include "modules/facilities/rules.h"
#include "modules/region/region.h"

namespace yilin::facilities {
namespace {

namespace store = entity::store;
constexpr std::size_t kSourceMax = 120;

std::string_view noun(ReachKind kind) { return kind == ReachKind::walking ? "路网" : "时间表"; }

std::vector<ReachLayer> layers_of(sql::Connection& db, const entity::Vault& vault, sql::Statement condition) {
  return read_rows<ReachLayer>(db, vault, store::select<ReachLayer>("reach_layer", "t").add(std::move(condition)), "reach_layer");
}

Status speaks_for_the_city(Kernel& kernel, const access::Caller& caller) {
  if (caller.in_scope(region::city(kernel))) return {};
  return fail(yilin::errors::forbidden, "路网和时间表由市级导入，适用于全市。");
}

// One at a time: a network of a province takes memory.
class Turn {
 public:
  Turn() : mine_(!taken_.exchange(true)) {}
  ~Turn() {
    if (mine_) taken_ = false;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool mine() const { return mine_; }

 private:
  static inline std::atomic<bool> taken_{false};
  bool mine_;
};

std::string_view asked(const http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query)
    if (key == name) return value;
  return {};
}

// What is said about the data beside the file.
Result<ReachLayer> described(const http::Context& context, const http::Request& request, ReachKind kind) {
  ReachLayer layer;
  layer.kind = kind;
  layer.source = std::string(text::trim(asked(request, "source")));
  if (layer.source.empty()) return fail_field("source", "来源", "请写明数据从哪里来，例如“市交通局 2026 年路网”。");
  if (!text::valid(layer.source) || text::length(layer.source) > kSourceMax) return fail_field("source", "来源", fmt::format("不能超过 {} 个字，也不能有控制字符。", kSourceMax));
  const Date today = civil_date(context.kernel.clock.now());
  if (const std::string_view day = asked(request, "dated_on"); !day.empty()) {
    const auto date = Date::parse(day);
    if (!date || *date > today) return fail_field("dated_on", "数据日期", "应为不晚于今天的日期，例如 2026-05-01。");
    layer.dated_on = *date;
  }
  const std::string_view datum = kind == ReachKind::walking ? asked(request, "datum") : "wgs84";
  if (datum.empty()) return fail_field("datum", "坐标系", "请声明路网所用的坐标系：OpenStreetMap 是 WGS-84，国内地图服务多是 GCJ-02 或 BD-09。");
  for (const entity::EnumName& name : enum_names(MapDatum{}))
    if (name.code == datum) {
      layer.datum = static_cast<MapDatum>(name.value);
      return layer;
    }
  return fail_field("datum", "坐标系", "没有这种坐标系。");
}

Result<ReachLayer> put_in_use(command::Tx& tx, ReachLayer layer) {
  const auto before = layers_of(tx.db, tx.vault(), sql::Statement(" WHERE t.kind = ? AND t.state = ?", layer.kind, LayerState::current));
  for (ReachLayer old : before) {
    old.state = LayerState::replaced;
    old.updated_at = tx.now;
    store::update(tx.db, tx.vault(), "reach_layer", old, {"state", "updated_at"});
  }
  layer.id = tx.new_id<LayerId>();
  layer.added_by = tx.caller.user;
  layer.added_by_name = tx.caller.name;
  layer.created_at = layer.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "reach_layer", layer);
  tx.record({layer.kind == ReachKind::walking ? "coverage.roads" : "coverage.times", "reach_layer", layer.id.value, region::city(tx.kernel), {}, layer.source,
             entity::to_json(layer)});
  tx.after_commit([&kernel = tx.kernel, layer] { memory(kernel).layers.put(layer); });
  return layer;
}

template <class Read>
void answer_upload(http::Context& context, const http::Request& request, http::Responder& responder, ReachKind kind, Read read) {
  const auto work = [&]() -> Result<ReachLayer> {
    YILIN_CHECK(speaks_for_the_city(context.kernel, *context.session.caller));
    YILIN_TRY(ReachLayer layer, described(context, request, kind));
    const Turn turn;
    if (!turn.mine()) return fail(yilin::errors::busy, "正在导入另一份路网或时间表，请稍后再传。");
    std::error_code none;
    layer.bytes = static_cast<std::int64_t>(std::filesystem::file_size(request.body, none));
    YILIN_CHECK(read(layer));
    layer.digest = layer.file.substr(layer.file.find('-') + 1);
    layer.digest.resize(layer.digest.find('.'));
    return command::run_for<ReachLayer>(context.kernel, *context.session.caller, [&](command::Tx& tx) { return put_in_use(tx, layer); });
  };
  const auto done = work();
  if (!done) return responder.respond(http::Router::problem(done.error()));
  http::Response response;
  response.body = entity::to_json(*done);
  responder.respond(std::move(response));
}

}  // namespace

void upload_roads(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  answer_upload(context, request, *responder, ReachKind::walking, [&](ReachLayer& layer) -> Status {
    Kernel& kernel = context.kernel;
    const auto margin = shelf(kernel).books()->parameters.value("city_margin_m", region::city(kernel), civil_date(kernel.clock.now()));
    YILIN_TRY(const RoadDraft draft, read_roads(request.body, layer.datum, *crowd(kernel), margin));
    YILIN_TRY(layer.file, keep_roads(kernel, draft));
    const auto roads = open_roads(kernel, layer.file);
    if (!roads) return fail(yilin::errors::busy, "文件没有存下，请稍后再传。");
    layer.ways = static_cast<std::int64_t>(roads->edges());
    layer.length_km = std::llround(roads->length_km());
    layer.near_permille = std::llround(draft.near_share * 1000);
    layer.notes = draft.notes;
    return {};
  });
}

void upload_times(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder) {
  answer_upload(context, request, *responder, ReachKind::table, [&](ReachLayer& layer) -> Status {
    YILIN_TRY(const TimesDraft draft, read_times(request.body, context.kernel));
    YILIN_TRY(layer.file, keep_times(context.kernel, draft));
    layer.ways = static_cast<std::int64_t>(draft.row.size());
    layer.communities = draft.communities;
    layer.facilities = draft.facilities;
    layer.other_sites = draft.other_sites;
    layer.notes = draft.notes;
    return {};
  });
}

Result<ReachLayers> list_layers(command::Reader& reader, const http::Nothing&) {
  ReachLayers out;
  out.items = layers_of(reader.db, reader.kernel.vault, sql::Statement(" ORDER BY t.id DESC LIMIT ?", static_cast<std::int64_t>(kLayersShown)));
  out.road_bytes_max = kRoadBytesMax;
  out.road_lines_bytes_max = kRoadLinesBytesMax;
  out.times_bytes_max = kTimesBytesMax;
  out.times_max = kTimesMax;
  return out;
}

Result<ReachLayer> remove_layer(command::Tx& tx, const RemoveLayer& in) {
  YILIN_CHECK(speaks_for_the_city(tx.kernel, tx.caller));
  auto found = layers_of(tx.db, tx.vault(), sql::Statement(" WHERE t.id = ?", in.id));
  if (found.empty()) return fail(yilin::errors::not_found);
  ReachLayer& layer = found[0];
  if (layer.state != LayerState::current) return fail(yilin::errors::conflict, fmt::format("这份{}已经不在使用。", noun(layer.kind)));
  layer.state = LayerState::removed;
  layer.reason = in.reason;
  layer.updated_at = tx.now;
  store::update(tx.db, tx.vault(), "reach_layer", layer, {"state", "reason", "updated_at"});
  tx.record({"coverage.layer_remove", "reach_layer", layer.id.value, region::city(tx.kernel), {}, in.reason, entity::to_json(layer)});
  tx.after_commit([&kernel = tx.kernel, kind = layer.kind] { memory(kernel).layers.drop(kind); });
  return std::move(layer);
}

// ---- in memory ----

void Layers::load(sql::Connection& db) {
  for (const ReachLayer& layer : layers_of(db, kernel_.vault, sql::Statement(" WHERE t.state = ?", LayerState::current))) put(layer);
}
void Layers::put(const ReachLayer& layer) {
  const std::lock_guard lock(mutex_);
  slot(layer.kind) = {layer, nullptr, nullptr};
}
void Layers::drop(ReachKind kind) {
  const std::lock_guard lock(mutex_);
  slot(kind) = {};
}
std::optional<ReachLayer> Layers::current(ReachKind kind) const {
  const std::lock_guard lock(mutex_);
  return const_cast<Layers*>(this)->slot(kind).layer;
}

void Layers::open(Slot& slot) {
  if (!slot.layer || slot.roads || slot.times) return;
  if (slot.layer->kind == ReachKind::walking) slot.roads = open_roads(kernel_, slot.layer->file);
  else slot.times = open_times(kernel_, slot.layer->file);
}

Status Layers::ready(ReachKind kind) {
  const std::lock_guard lock(mutex_);
  Slot& at = slot(kind);
  if (!at.layer) return fail_field("reach", "路程算法", fmt::format("本市还没有导入{}，请先在“路网和时间表”里导入。", noun(kind)));
  open(at);
  if (!at.roads && !at.times) return fail_field("reach", "路程算法", fmt::format("{}的文件不在或已损坏，请重新导入。", noun(kind)));
  return {};
}

std::shared_ptr<const Roads> Layers::roads(LayerId id) {
  const std::lock_guard lock(mutex_);
  Slot& at = slot(ReachKind::walking);
  if (!at.layer || at.layer->id != id) return nullptr;
  open(at);
  return at.roads;
}

std::shared_ptr<const Reacher> Layers::reacher(const std::shared_ptr<const Crowd>& crowd, const ReachTerms& terms) {
  const std::lock_guard lock(mutex_);
  const std::string key = fmt::format("{}|{}|{}|{}|{}", crowd->version, terms.layer_id.value, reach_limit(terms, true), reach_limit(terms, false), terms.snap_m);
  for (const auto& [kept, made] : kept_)
    if (kept == key) return made;
  Slot& at = slot(terms.reach);
  open(at);
  std::shared_ptr<const WalkingCrowd> walking;
  std::shared_ptr<const TravelTimeTable> times;
  if (terms.reach == ReachKind::walking) {
    if (!walking_ || walking_->crowd != crowd || walking_->roads != at.roads || walking_->snap_m != terms.snap_m)
      walking_ = lay_on(crowd, at.roads ? at.roads : std::make_shared<const Roads>(std::vector<siting::Point>{}, std::vector<siting::WayEdge>{}), terms.snap_m);
    walking = walking_;
  } else {
    times = at.times ? at.times : std::make_shared<const TravelTimeTable>();
  }
  if (kept_.size() >= kKept) kept_.erase(kept_.begin());
  return kept_.emplace_back(key, std::make_shared<const Reacher>(crowd, terms, std::move(walking), std::move(times))).second;
}

const entity::Table& ReachLayer::fields() {
  using F = ReachLayer;
  using entity::field;
  static const entity::Table table("ReachLayer", "路网或时间表", {
      field<&F::id>("id", "编号"),
      field<&F::kind>("kind", "种类"),
      field<&F::state>("state", "状态"),
      field<&F::source>("source", "来源"),
      field<&F::dated_on>("dated_on", "数据日期"),
      field<&F::datum>("datum", "坐标系"),
      field<&F::file>("file", "文件").hidden(),
      field<&F::digest>("digest", "摘要（SM3）"),
      field<&F::bytes>("bytes", "文件大小").unit("字节"),
      field<&F::ways>("ways", "路段数或时间数"),
      field<&F::length_km>("length_km", "道路长度").unit("公里"),
      field<&F::communities>("communities", "社区"),
      field<&F::facilities>("facilities", "设施"),
      field<&F::other_sites>("other_sites", "备选点"),
      field<&F::near_permille>("near_permille", "100 米内有道路的老人").unit("千分之一"),
      field<&F::notes>("notes", "核对情况").list_max(20),
      field<&F::reason>("reason", "停用原因"),
      field<&F::added_by>("added_by", "导入人编号"),
      field<&F::added_by_name>("added_by_name", "导入人").pii(entity::Pii::name),
      field<&F::created_at>("created_at", "导入时间"),
      field<&F::updated_at>("updated_at", "更新时间"),
  });
  return table;
}
const entity::Table& ReachLayers::fields() {
  using F = ReachLayers;
  using entity::field;
  static const entity::Table table("ReachLayers", "路网和时间表", {
      field<&F::items>("items", "各项").list_max(kLayersShown),
      field<&F::road_bytes_max>("road_bytes_max", "路网文件上限").unit("字节"),
      field<&F::road_lines_bytes_max>("road_lines_bytes_max", "GeoJSON 上限").unit("字节"),
      field<&F::times_bytes_max>("times_bytes_max", "时间表文件上限").unit("字节"),
      field<&F::times_max>("times_max", "时间表行数上限"),
  });
  return table;
}
const entity::Table& RemoveLayer::fields() {
  using F = RemoveLayer;
  static const entity::Table table("RemoveReachLayer", "停用路网或时间表", {entity::field<&F::id>("id", "编号"), entity::field<&F::reason>("reason", "原因").required()});
  return table;
}

}  // namespace yilin::facilities
