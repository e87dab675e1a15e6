#pragma once
// Reads behind the routes. Divisions are public knowledge: only the search is cut to the caller's scope, to be of use.

#include "kernel/command/tx.h"
#include "modules/region/types.h"

namespace yilin::region {

Result<RegionList> list_children(command::Reader& reader, const ChildrenQuery& in);
Result<RegionDetail> show_region(command::Reader& reader, const RegionPath& in);
Result<RegionList> search_regions(command::Reader& reader, const SearchQuery& in);
Result<RegionMap> show_map(command::Reader& reader, const MapQuery& in);

}  // namespace yilin::region
