#pragma once
#include "http/module.h"

namespace yilin::figures {
Module module();
}
