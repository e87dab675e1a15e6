#pragma once
// Public text formats (J. E. Beasley, OR-Library): words separated by white space.
//   pmed  n edges p; then i j length, nodes from 1
//   scp   rows columns; the columns' costs; for each row how many columns cover it and which, from 1
//   cap   sites clients; for each site capacity and fixed cost; for each client demand and the cost of serving all of it
//         from each site
//   mclp  n m; then lines F id x y cost (sites) and C id x y demand (clients), kilometres

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yilin::formats::siting {

inline constexpr ErrorKind bad_instance{"siting.bad_instance", 422, "算例文件格式不正确。", "The benchmark file is malformed."};

struct PmedFile {
  struct Edge {
    std::int32_t a, b, length;   // nodes from 0, in the file's order
  };
  std::int32_t nodes = 0, p = 0;
  std::vector<Edge> edges;
};
struct ScpFile {
  std::vector<std::int64_t> cost;
  std::vector<std::vector<std::int32_t>> rows;   // columns from 0, ascending
};
struct CapFile {
  struct Site {
    double capacity, fixed;
  };
  std::vector<Site> sites;
  std::vector<double> demand;
  std::vector<double> cost;                      // client × sites + site: for all of the client's demand
};
struct MclpFile {
  struct Item {
    std::string id;
    double x, y;                                 // km
    std::int64_t amount;                         // cost or demand
  };
  std::vector<Item> sites, clients;
};

Result<PmedFile> read_pmed(std::string_view text);
Result<ScpFile> read_scp(std::string_view text);
Result<CapFile> read_cap(std::string_view text);
Result<MclpFile> read_mclp(std::string_view text);

}  // namespace yilin::formats::siting
