#pragma once
// The façade of imports. A file becomes a job (POST /api/uploads/imports/{kind}); its columns are mapped, it is checked
// without writing a row, run in chunks through the writer's low-priority lane, and may be rolled back. What a kill has
// stopped goes on by itself at the next start, from its position, which lies in the same transaction as the rows, with the
// rights that whoever began it has by then; the same rows again change nothing.

#include "kernel/command/kernel.h"
#include "modules/imports/types.h"

namespace yilin::imports {

namespace errors {
inline constexpr ErrorKind columns_missing{"imports.columns_missing", 422, "有必填字段没有对应的列，请先对应。", "Required fields have no column."};
inline constexpr ErrorKind file_gone{"imports.file_gone", 409, "原文件已按期清除，请重新上传。", "The uploaded file has been erased."};
inline constexpr ErrorKind not_yours{"imports.not_yours", 403, "只有上传文件的人能查看文件内容。", "Only the uploader may see the file."};
inline constexpr ErrorKind stopped{"imports.stopped", 409, "已暂停，可以继续导入。", "Paused."};
}  // namespace errors

// Waits until no job is checked, run or rolled back. For the command line and tests; never on the writer's thread.
void wait_until_idle(Kernel& kernel);

}  // namespace yilin::imports
