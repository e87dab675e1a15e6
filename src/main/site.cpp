// yilin site | audit | what-if | allocate | split | check: siting without a city, files in, JSON out.
#include <algorithm>
#include <memory>

#include "main/engine_commands.h"
#include "main/site_command.h"

namespace yilin::commands {

EngineCommand add_site(CLI::App& app) {
  auto o = std::make_shared<SiteOptions>();
  CLI::App* site = app.add_subcommand("site", "选址：覆盖最多（--p 或 --budget）、全覆盖、多年、p-中位、p-中心、带容量；audit 服务圈核算，what-if 推演，allocate 与 split 分配，check 独立核对");
  site->add_option("file", o->file, "算例文件（--format pmed、scp、cap、mclp）");
  site->add_option("--demand", o->demand, "需求点 CSV：id,x,y,weight（千米）或 id,lon,lat,weight；可有 group（社区）、label（标签，多个用分号隔开）");
  site->add_option("--candidates", o->candidates, "备选点 CSV：id,x,y 或 id,lon,lat；可有 cost、capacity、status（必选/排除/备选）");
  site->add_option("--existing", o->existing, "现有设施 CSV，可有 capacity");
  site->add_option("--radius", o->radius_m, "服务半径（米，含边界；为路程，除以绕行系数后按直线比较）；p-中位、p-中心、带容量给出时为每段路程的上限");
  site->add_option("--detour", o->detour, "绕行系数（默认 1）");
  site->add_option("--p", o->p, "新建数量；多年用逗号分隔，为各年末累计")->delimiter(',');
  site->add_option("--budget", o->budget, "预算（与备选点 cost 同单位）；多年用逗号分隔，为当年可用")->delimiter(',');
  site->add_option("--years", o->years, "年数，或各年末累计数量 a,b,c，或年份名")->delimiter(',');
  site->add_option("--model", o->model, "mclp（默认）、lscp、pmedian、pcenter、capacitated")->check(CLI::IsMember({"mclp", "lscp", "pmedian", "pcenter", "capacitated"}));
  site->add_option("--format", o->format, "csv（默认）、pmed、scp、cap、mclp")->check(CLI::IsMember({"csv", "pmed", "scp", "cap", "mclp"}));
  site->add_option("--seconds", o->seconds, "时限，秒（默认 30）；到时给出当时最好的方案与差距")->check(CLI::Range(0.01, 1e6));
  site->add_option("--iterations", o->iterations, "局部搜索次数；给出后结果与时钟无关")->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}));
  site->add_option("--seed", o->seed, "随机种子（默认 1）");
  site->add_option("--threads", o->threads, "线程数（默认 1；不影响结果）")->check(CLI::Range(1, 16));
  site->add_flag("--prove", o->prove, "用尽时限求证最优");
  site->add_flag("--capacities", o->capacities, "覆盖最多：每处至多服务其容量（capacity）那么多人");
  site->add_option("--roads", o->roads, "路网：.osm.pbf 或 GeoJSON 线；服务半径按步行路程计（代替绕行系数）");
  site->add_option("--times", o->times, "出行时间表 CSV：demand,site,minutes（单程，缺的对视为到不了），或首列需求点、其余各列为选点；代替服务半径与路网");
  site->add_option("--minutes", o->minutes, "与 --times 同用的时限（分钟，含边界）");
  site->add_option("--snap", o->snap_m, "距最近道路超过这么多米的点视为不通路网（默认 300）")->check(CLI::Range(1.0, 5000.0));
  site->add_flag("--single", o->single, "带容量：每个需求点只由一处服务");
  site->add_option("--datum", o->datum, "经纬度的坐标系：wgs84（默认）、gcj02、bd09、cgcs2000");
  site->add_option("--demand-datum", o->demand_datum, "需求点的坐标系（默认同 --datum）");
  site->add_option("--candidates-datum", o->candidates_datum, "备选点的坐标系");
  site->add_option("--existing-datum", o->existing_datum, "现有设施的坐标系");
  site->add_option("--out", o->out, "结果 JSON（默认标准输出）");
  site->add_option("--uncovered", o->uncovered, "另存未覆盖者名单 CSV");
  CLI::App* audit = site->add_subcommand("audit", "服务圈核算：覆盖、未覆盖、无位置，各社区、各设施");
  audit->add_option("--fca", o->fca, "可达性：2sfca 或 e2sfca")->check(CLI::IsMember({"2sfca", "e2sfca"}));
  audit->fallthrough();
  CLI::App* what_if = site->add_subcommand("what-if", "若在某处新建、若关停某处，会多覆盖或少覆盖多少人");
  what_if->add_option("--put", o->put, "新建的位置：经度,纬度 或 x,y（千米），或备选点文件中的编号");
  what_if->add_option("--take", o->take, "关停的现有设施编号；与 --put 并用即为迁址");
  what_if->fallthrough();
  CLI::App* allocate = site->add_subcommand("allocate", "适老化改造、家庭床位：每户至多一档，预算与各区县上下限之内效益最大");
  allocate->add_option("--households", o->households, "CSV：household,tier,cost,benefit；可有 group（区县）；一档一行")->required();
  allocate->add_option("--limits", o->limits, "CSV：group,floor,cap；可有 year");
  allocate->fallthrough();
  CLI::App* split = site->add_subcommand("split", "把全市任务按区县与年度分解：取整而两边合计不变");
  split->add_option("--rows", o->rows, "CSV：id,total（区县）")->required();
  split->add_option("--columns", o->columns, "CSV：id,total（年度）")->required();
  split->fallthrough();
  CLI::App* check = site->add_subcommand("check", "独立核对一份结果（与求解时相同的文件与参数，加 --answer）");
  check->add_option("--answer", o->answer, "结果 JSON")->required();
  check->fallthrough();
  return {site, [o, audit, what_if, allocate, split, check] {
            if (*audit) return site_audit(*o);
            if (*what_if) return site_what_if(*o);
            if (*allocate) return site_allocate(*o);
            if (*split) return site_split(*o);
            if (*check) return site_check(*o);
            return o->format == "csv" ? site_cover(*o) : site_benchmark(*o);
          }};
}

}  // namespace yilin::commands
