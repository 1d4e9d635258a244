Attribute VB_Name = "EntityCheckPython"
Option Explicit
Option Private Module

' The way to Python: one object, kept for the session of Excel. What goes wrong is
' remembered for the diagnosis, for a cell can only show #N/A.

Private Const PYTHON_MODULE As String = "addin.calls"
Private Const REST_SECONDS As Long = 30 ' after a failure: ten thousand formulas must not each start Python in vain

Private python As Object
Private restUntil As Date
Private problem As String
Private status As String

' Calls a function of addin.calls; returns whether it answered. A Python that has
' died is started anew, once.
Public Function CallPython(ByVal functionName As String, arguments As Variant, ByRef reply As Variant) As Boolean
    Dim attempt As Long

    If Now < restUntil Then Exit Function
    For attempt = 1 To 2
        If IsAnswered(functionName, arguments, reply) Then
            CallPython = True
            Exit Function
        End If
        ForgetPython
    Next attempt
    restUntil = Now + REST_SECONDS / 86400#
End Function

' Drops the connection, so that the next call starts Python again.
Public Sub ForgetPython()
    On Error Resume Next ' it may be dead already, or never have lived
    Set python = Nothing
    KillPy
End Sub

' Lets the next call try at once.
Public Sub EndRest()
    restUntil = 0
End Sub

Public Sub RememberProblem(ByVal text As String)
    problem = text
End Sub

Public Function LastProblem() As String
    LastProblem = problem
End Function

' Keeps what Python said of its table, for the label of the ribbon.
Public Sub RememberStatus(ByVal text As String)
    status = text
End Sub

Public Function KnownStatus() As String
    KnownStatus = status
End Function

' What the ribbon shows of the lists: `Lists of 2026-07-31, 12 days old: OK`.
Public Function ListStatus() As String
    Dim parts As Variant

    parts = Split(KnownStatus() & vbTab & vbTab & vbTab, vbTab)
    If Len(parts(1)) > 0 Then
        ListStatus = "Lists of " & parts(1) & ", " & parts(3) & " days old: " & parts(2)
    ElseIf Len(parts(2)) > 0 Then
        ListStatus = "No lists: click Diagnose"
    Else
        ListStatus = "Lists of " & BuiltWith() & ", not opened yet"
    End If
End Function

' Date of the lists when this add-in was built.
Private Function BuiltWith() As String
    On Error Resume Next
    BuiltWith = "an unknown date"
    BuiltWith = GetConfigFromSheet(ThisWorkbook).Item("TABLE PUBLISHED")
End Function

' A workbook that carries settings for the add-in could make it run another program.
Public Function ForeignSettings() As String
    If ActiveWorkbook Is Nothing Then Exit Function
    If ActiveWorkbook.Name = ThisWorkbook.Name Then Exit Function
    If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") Then
        ForeignSettings = "The workbook " & ActiveWorkbook.Name & " holds a sheet named " & PROJECT_NAME & ".conf, which would change how Entity Check runs. Rename that sheet, or activate another workbook, and try again."
    End If
End Function

' Excel calculates the formula while the function wizard is being filled in; its toolbars are off then.
Public Function InFunctionWizard() As Boolean
    On Error Resume Next
    InFunctionWizard = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

Private Function IsAnswered(ByVal functionName As String, arguments As Variant, ByRef reply As Variant) As Boolean
    On Error GoTo Failed
#If Mac Then
    problem = "Worksheet functions need Excel for Windows; on a Mac the ribbon's commands do the same."
#Else
    If python Is Nothing Then
        problem = ForeignSettings()
        If Len(problem) > 0 Then Exit Function
        Set python = XLPy
    End If
    reply = python.CallUDF(PYTHON_MODULE, (functionName), (arguments)) ' by value: Python gets plain arrays
    IsAnswered = True
#End If
    Exit Function
Failed:
    problem = Err.Description
End Function
