#pragma once
// What the city has given for walking and for times: who, when, from where, in which datum; one of each kind is in use. Internal to
// facilities.

#include <array>

#include "http/router.h"
#include "modules/facilities/reach.h"

namespace yilin::facilities {

// Table reach_layer.
struct ReachLayer {
  LayerId id;
  ReachKind kind = ReachKind::walking;
  LayerState state = LayerState::current;
  std::string source;                     // 来源
  Date dated_on;                          // of the data; none: not said
  MapDatum datum = MapDatum::wgs84;       // walking: as it was given
  std::string file, digest;
  std::int64_t bytes = 0;
  std::int64_t ways = 0, length_km = 0;                           // walking: edges
  std::int64_t communities = 0, facilities = 0, other_sites = 0;  // table; `ways` are its pairs
  std::int64_t near_permille = 0;         // walking: elders with a way within 100 m
  std::vector<std::string> notes;
  std::string reason;                     // of its removal
  UserId added_by;
  std::string added_by_name;
  Instant created_at, updated_at;
  static const entity::Table& fields();
};
struct ReachLayers {
  std::vector<ReachLayer> items;          // the latest first, at most kLayersShown
  std::int64_t road_bytes_max = 0, road_lines_bytes_max = 0, times_bytes_max = 0, times_max = 0;
  static const entity::Table& fields();
};
inline constexpr std::size_t kLayersShown = 50;
struct RemoveLayer {
  LayerId id;
  std::string reason;
  static const entity::Table& fields();
};

// What is in use, in memory once asked for.
class Layers {
 public:
  explicit Layers(Kernel& kernel) : kernel_(kernel) {}
  void load(sql::Connection& db);
  void put(const ReachLayer& layer);                        // after the commit: in use from now on
  void drop(ReachKind kind);
  std::optional<ReachLayer> current(ReachKind kind) const;  // none: the city has given nothing
  Status ready(ReachKind kind);                             // its file is read; 422 on "reach" when there is none
  // For terms that name the layer in use; that of another day reaches nobody.
  std::shared_ptr<const Reacher> reacher(const std::shared_ptr<const Crowd>& crowd, const ReachTerms& terms);
  std::shared_ptr<const Roads> roads(LayerId id);           // null: not in use any more

 private:
  struct Slot {
    std::optional<ReachLayer> layer;
    std::shared_ptr<const Roads> roads;
    std::shared_ptr<const TravelTimeTable> times;
  };
  static constexpr std::size_t kKept = 4;
  Slot& slot(ReachKind kind) { return slots_[kind == ReachKind::walking ? 0 : 1]; }
  void open(Slot& slot);
  Kernel& kernel_;
  mutable std::mutex mutex_;
  std::array<Slot, 2> slots_;
  std::shared_ptr<const WalkingCrowd> walking_;
  std::vector<std::pair<std::string, std::shared_ptr<const Reacher>>> kept_;
};

Result<ReachLayers> list_layers(command::Reader& reader, const http::Nothing& in);
Result<ReachLayer> remove_layer(command::Tx& tx, const RemoveLayer& in);
void upload_roads(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void upload_times(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace yilin::facilities
