//! The libraries that the process has loaded. A file that is loaded twice is one library, copies of it are several, and
//! this is how they find each other: whichever thread loaded them, and without a trace outside the process.

use std::ffi::{CStr, c_void};

/// A library that exports a symbol.
pub struct Library {
    /// Its file.
    pub path: String,
    /// The symbol's address. It stays valid: a library that was found is never unloaded.
    pub address: *const c_void,
}

/// Of all libraries whose export `symbol` is acceptable the one that was loaded first: every caller finds the same.
pub fn first_library(symbol: &CStr, accepts: impl Fn(*const c_void) -> bool) -> Option<Library> {
    system::find(symbol, &accepts)
}

/// Keeps the library of an address loaded for good. Returns whether the system does.
pub(crate) fn keep(address: *const c_void) -> bool {
    system::keep(address)
}

#[cfg(unix)]
mod system {
    use std::ffi::{CStr, CString, c_void};
    use std::mem::MaybeUninit;

    use libc::{RTLD_LAZY, RTLD_NOLOAD, dladdr, dlclose, dlopen, dlsym};

    use super::Library;

    pub(super) fn find(symbol: &CStr, accepts: &dyn Fn(*const c_void) -> bool) -> Option<Library> {
        names().into_iter().find_map(|name| {
            let handle = open(&name)?;
            // SAFETY: the handle is open, and closed once at most: a library that is kept keeps its handle.
            unsafe {
                let address = dlsym(handle, symbol.as_ptr()).cast_const();
                if !address.is_null() && accepts(address) {
                    return Some(Library { path: name.to_string_lossy().into_owned(), address });
                }
                dlclose(handle);
            }
            None
        })
    }

    pub(super) fn keep(address: *const c_void) -> bool {
        let mut info = MaybeUninit::uninit();
        // SAFETY: the system fills in the information if it returns something; the name is its own.
        unsafe {
            dladdr(address, info.as_mut_ptr()) != 0
                && open(CStr::from_ptr(info.assume_init().dli_fname)).is_some()
        }
    }

    /// A handle for what is loaded already.
    fn open(name: &CStr) -> Option<*mut c_void> {
        // Without it symbols of what a library depends on would be found, too.
        #[cfg(target_vendor = "apple")]
        const ITS_OWN: i32 = libc::RTLD_FIRST;
        #[cfg(not(target_vendor = "apple"))]
        const ITS_OWN: i32 = 0;
        // SAFETY: nothing is loaded, so no code runs.
        let handle = unsafe { dlopen(name.as_ptr(), RTLD_LAZY | RTLD_NOLOAD | ITS_OWN) };
        (!handle.is_null()).then_some(handle)
    }

    /// The files of all libraries, in the order in which they were loaded.
    #[cfg(not(target_vendor = "apple"))]
    fn names() -> Vec<CString> {
        unsafe extern "C" fn note(info: *mut libc::dl_phdr_info, _: usize, names: *mut c_void) -> i32 {
            // SAFETY: the system's information is valid during this call, and so is the list.
            unsafe {
                let name = (*info).dlpi_name;
                if !name.is_null() && *name != 0 {
                    (*names.cast::<Vec<CString>>()).push(CStr::from_ptr(name).to_owned());
                }
            }
            0
        }
        let mut names = Vec::new();
        // SAFETY: the list outlives the call.
        unsafe { libc::dl_iterate_phdr(Some(note), (&raw mut names).cast()) };
        names
    }

    #[cfg(target_vendor = "apple")]
    fn names() -> Vec<CString> {
        unsafe extern "C" {
            fn _dyld_image_count() -> u32;
            fn _dyld_get_image_name(index: u32) -> *const libc::c_char;
        }
        // SAFETY: a name is null for an index that is too large by now, else a text of the system's.
        unsafe {
            (0.._dyld_image_count())
                .map(|index| _dyld_get_image_name(index))
                .filter(|name| !name.is_null())
                .map(|name| CStr::from_ptr(name).to_owned())
                .collect()
        }
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::{CStr, c_char, c_void};
    use std::ptr::null_mut;

    use super::Library;

    type Module = *mut c_void;

    const PIN: u32 = 1;
    const FROM_ADDRESS: u32 = 4;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetCurrentProcess() -> *mut c_void;
        fn K32EnumProcessModules(
            process: *mut c_void,
            modules: *mut Module,
            bytes: u32,
            needed: *mut u32,
        ) -> i32;
        fn GetProcAddress(module: Module, name: *const c_char) -> *const c_void;
        fn GetModuleFileNameW(module: Module, name: *mut u16, length: u32) -> u32;
        fn GetModuleHandleExW(flags: u32, name: *const u16, module: *mut Module) -> i32;
    }

    pub(super) fn find(symbol: &CStr, accepts: &dyn Fn(*const c_void) -> bool) -> Option<Library> {
        modules().into_iter().find_map(|module| {
            // SAFETY: the system checks the module; a symbol's address is in it, which is then kept.
            let address = unsafe { GetProcAddress(module, symbol.as_ptr()) };
            if address.is_null() || !keep(address) || !accepts(address) {
                return None;
            }
            let mut path = [0; 1 << 15];
            // SAFETY: the room has this length.
            let length = unsafe { GetModuleFileNameW(module, path.as_mut_ptr(), path.len() as u32) };
            Some(Library { path: String::from_utf16_lossy(&path[..length as usize]), address })
        })
    }

    pub(super) fn keep(address: *const c_void) -> bool {
        let mut module = null_mut();
        // SAFETY: the system checks the address.
        unsafe { GetModuleHandleExW(PIN | FROM_ADDRESS, address.cast(), &mut module) != 0 }
    }

    /// In the order in which they were loaded.
    fn modules() -> Vec<Module> {
        let mut modules: Vec<Module> = vec![null_mut(); 256];
        loop {
            let room = size_of_val(&modules[..]) as u32;
            let mut needed = 0;
            // SAFETY: the room has this length.
            let listed = unsafe {
                K32EnumProcessModules(GetCurrentProcess(), modules.as_mut_ptr(), room, &mut needed)
            };
            if listed == 0 {
                return Vec::new();
            }
            let length = needed as usize / size_of::<Module>();
            if length <= modules.len() {
                modules.truncate(length);
                return modules;
            }
            modules.resize(length * 2, null_mut());
        }
    }
}
